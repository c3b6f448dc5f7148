package dev.aloft.fake.gcp;

import com.google.cloud.aiplatform.v1.ContainerSpec;
import com.google.cloud.aiplatform.v1.CustomJob;
import com.google.cloud.aiplatform.v1.CustomJobSpec;
import com.google.cloud.aiplatform.v1.EnvVar;
import com.google.cloud.aiplatform.v1.PythonPackageSpec;
import com.google.cloud.aiplatform.v1.WorkerPoolSpec;
import com.google.rpc.Code;
import dev.aloft.fake.work.TrainingContainer;
import dev.aloft.fake.work.TrainingWork;
import dev.aloft.fake.work.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The replicas of a job's worker pools: what each runs, finds and prints. Thread-safe. */
final class JobReplicas {
  static final String MOUNT = "/gcs";

  private final Cloud cloud;
  private final CustomJob job;
  private final Path home;
  private @Nullable JobVariables variables;
  private final Map<Path, ReplicaLog> logs = new LinkedHashMap<>();
  private final Map<Integer, List<Path>> packages = new LinkedHashMap<>();
  private final Map<Path, Work> containers = new LinkedHashMap<>();

  JobReplicas(Cloud cloud, CustomJob job, Path home) {
    this.cloud = cloud;
    this.job = job;
    this.home = home;
  }

  /**
   * Lays out what they find.
   *
   * @throws GcpFailure when a package is not there, or is none
   */
  synchronized void prepare() throws IOException {
    variables = new JobVariables(cloud, job);
    CustomJobSpec spec = job.getJobSpec();
    for (int pool = 0; pool < spec.getWorkerPoolSpecsCount(); pool++) {
      PythonPackageSpec python = spec.getWorkerPoolSpecs(pool).getPythonPackageSpec();
      Path directory = home.resolve("packages-" + pool);
      packages.put(pool, PythonPackages.unpack(cloud, python.getPackageUrisList(), directory));
      for (long replica = 0; replica < spec.getWorkerPoolSpecs(pool).getReplicaCount(); replica++) {
        Files.createDirectories(directory(name(pool, replica)));
      }
    }
  }

  private static String name(int pool, long replica) {
    return "workerpool" + pool + "-" + replica;
  }

  private Path directory(String replica) {
    return home.resolve(replica);
  }

  /** What they do. */
  synchronized List<TrainingWork> works() {
    List<TrainingWork> works = new ArrayList<>();
    CustomJobSpec spec = job.getJobSpec();
    for (int pool = 0; pool < spec.getWorkerPoolSpecsCount(); pool++) {
      WorkerPoolSpec asked = spec.getWorkerPoolSpecs(pool);
      for (long replica = 0; replica < asked.getReplicaCount(); replica++) {
        works.add(work(pool, replica, asked));
      }
    }
    return works;
  }

  private TrainingWork work(int pool, long replica, WorkerPoolSpec asked) {
    String name = name(pool, replica);
    Map<String, String> environment = Objects.requireNonNull(variables).of(pool, replica);
    ReplicaLog log = new ReplicaLog(cloud, job.getName(), name);
    logs.put(directory(name), log);
    String image;
    List<String> entrypoint;
    List<String> arguments;
    if (asked.hasContainerSpec()) {
      ContainerSpec container = asked.getContainerSpec();
      image = container.getImageUri();
      define(container.getEnvList(), environment);
      entrypoint = JobVariables.expanded(container.getCommandList(), environment);
      arguments = JobVariables.expanded(container.getArgsList(), environment);
    } else {
      PythonPackageSpec python = asked.getPythonPackageSpec();
      image = python.getExecutorImageUri();
      define(python.getEnvList(), environment);
      environment.put("PYTHONPATH", PythonPackages.path(packages.getOrDefault(pool, List.of())));
      entrypoint = List.of("python3", "-m", python.getPythonModule());
      arguments = python.getArgsList();
    }
    return new TrainingWork(
        image,
        cloud.buckets().view(),
        MOUNT,
        directory(name).toString(),
        entrypoint,
        arguments,
        environment,
        output(name),
        log);
  }

  /** A variable may be made of those before it. */
  private static void define(List<EnvVar> given, Map<String, String> environment) {
    for (EnvVar one : given) {
      environment.put(one.getName(), JobVariables.expanded(one.getValue(), environment));
    }
  }

  private Path output(String replica) {
    if (!job.getJobSpec().hasBaseOutputDirectory()) {
      return directory(replica);
    }
    GcsAddress address =
        GcsAddress.of(job.getJobSpec().getBaseOutputDirectory().getOutputUriPrefix());
    return cloud.buckets().view().resolve(address.bucket()).resolve(address.object());
  }

  /**
   * Starts the container of a replica.
   *
   * @throws GcpFailure when there is no such image, or it does not start
   */
  Work start(TrainingWork work) {
    TrainingContainer image =
        cloud
            .images()
            .training(work.image())
            .orElseThrow(
                () ->
                    GcpFailure.invalid(
                        "Failed to pull image \""
                            + work.image()
                            + "\": it does not exist, or the service account cannot read it."));
    Work started = start(image, work);
    synchronized (this) {
      containers.put(Path.of(work.directory()), started);
    }
    return started;
  }

  private static Work start(TrainingContainer image, TrainingWork work) {
    try {
      return image.start(work);
    } catch (Exception e) {
      throw GcpFailure.invalid(String.valueOf(e.getMessage()));
    }
  }

  /** Why the job failed, in the service's words. */
  synchronized GcpFailure failure(int code) {
    ReplicaLog log =
        containers.entrySet().stream()
            .filter(one -> one.getValue().exit().getNow(0) == code)
            .findFirst()
            .map(one -> logs.get(one.getKey()))
            .orElse(null);
    if (log == null) {
      return new GcpFailure(Code.INTERNAL, "Internal error occurred.");
    }
    String id = job.getName().substring(job.getName().lastIndexOf('/') + 1);
    return new GcpFailure(
        Code.INVALID_ARGUMENT,
        "The replica "
            + log.replica()
            + " exited with a non-zero status of "
            + code
            + ". Termination reason: Error. \n"
            + log.lastWords()
            + "\nTo find out more about why your job exited please check the logs: "
            + "https://console.cloud.google.com/logs/viewer?project="
            + job.getName().split("/", 3)[1]
            + "&resource=ml_job%2Fjob_id%2F"
            + id
            + "&advancedFilter=resource.type%3D%22ml_job%22%0Aresource.labels.job_id%3D%22"
            + id
            + "%22");
  }
}
