package dev.aloft.gcp;

import com.google.cloud.aiplatform.v1.ContainerSpec;
import com.google.cloud.aiplatform.v1.CustomJob;
import com.google.cloud.aiplatform.v1.CustomJobSpec;
import com.google.cloud.aiplatform.v1.DiskSpec;
import com.google.cloud.aiplatform.v1.EncryptionSpec;
import com.google.cloud.aiplatform.v1.EnvVar;
import com.google.cloud.aiplatform.v1.GcsDestination;
import com.google.cloud.aiplatform.v1.MachineSpec;
import com.google.cloud.aiplatform.v1.Scheduling;
import com.google.cloud.aiplatform.v1.WorkerPoolSpec;
import com.google.protobuf.Duration;
import dev.aloft.cloud.JobInputs;
import dev.aloft.driver.Prepared;
import dev.aloft.operation.OperationId;
import dev.aloft.training.Container;
import dev.aloft.training.TrainingJob;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A portable job as Vertex AI's own: a custom job. Pure. */
final class TrainingRequests {
  /** Which machine was taken and why, for whoever looks at the run later. */
  static final String MACHINE = "ALOFT_MACHINE";

  private static final String CODE = "ALOFT_CODE";
  private static final String RUN_ID = "ALOFT_RUN_ID";
  private static final int LONGEST_NAME = 128;

  /** Finds a Python and starts what is given to it. */
  private static final String START =
      "for p in \"$ALOFT_PYTHON\" python3 python; do command -v \"$p\" >/dev/null 2>&1 && exec"
          + " \"$p\" \"$1\"; done; echo \"aloft: this image has no python3 and no python\" >&2;"
          + " exit 127";

  private final WorkSettings jobs;

  TrainingRequests(WorkSettings jobs) {
    this.jobs = jobs;
  }

  /**
   * The job.
   *
   * @param outputs the address below which the run leaves what it makes
   */
  CustomJob create(Prepared<TrainingJob> prepared, GcsUri outputs) {
    TrainingJob job = prepared.job();
    String name = prepared.key().runName();
    CustomJobSpec.Builder spec =
        CustomJobSpec.newBuilder()
            .addAllWorkerPoolSpecs(pools(prepared, outputs))
            .setScheduling(scheduling(job))
            .setBaseOutputDirectory(
                GcsDestination.newBuilder().setOutputUriPrefix(outputs.toString()));
    jobs.serviceAccount(job.options()).ifPresent(spec::setServiceAccount);
    jobs.network(job.options()).ifPresent(spec::setNetwork);
    job.options().get(Vertex.TENSORBOARD).ifPresent(spec::setTensorboard);
    job.options().get(Vertex.WEB_ACCESS).ifPresent(spec::setEnableWebAccess);
    job.options().get(Vertex.PERSISTENT_RESOURCE).ifPresent(spec::setPersistentResourceId);
    CustomJob.Builder custom =
        CustomJob.newBuilder()
            .setDisplayName(name.substring(0, Math.min(name.length(), LONGEST_NAME)))
            .putAllLabels(labels(prepared))
            .setJobSpec(spec);
    jobs.kmsKey(job.options())
        .ifPresent(key -> custom.setEncryptionSpec(EncryptionSpec.newBuilder().setKmsKeyName(key)));
    return custom.build();
  }

  /** The first pool has one replica, whatever the job wants; the others are in the second. */
  private List<WorkerPoolSpec> pools(Prepared<TrainingJob> prepared, GcsUri outputs) {
    WorkerPoolSpec.Builder pool =
        WorkerPoolSpec.newBuilder()
            .setMachineSpec(machine(prepared.job()))
            .setReplicaCount(1)
            .setContainerSpec(container(prepared, outputs));
    disk(prepared.job()).ifPresent(pool::setDiskSpec);
    int others = prepared.job().nodes() - 1;
    return others == 0
        ? List.of(pool.build())
        : List.of(pool.build(), pool.clone().setReplicaCount(others).build());
  }

  private MachineSpec machine(TrainingJob job) {
    MachineSpec.Builder machine = Machines.spec(jobs.machine(job).type());
    job.options().get(Vertex.TPU_TOPOLOGY).ifPresent(machine::setTpuTopology);
    return machine.build();
  }

  private static Optional<DiskSpec> disk(TrainingJob job) {
    Optional<Integer> size = job.options().get(Vertex.DISK_GIB);
    Optional<String> type = job.options().get(Vertex.DISK_TYPE);
    if (size.isEmpty() && type.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        DiskSpec.newBuilder()
            .setBootDiskType(type.orElse("pd-ssd"))
            .setBootDiskSizeGb(size.orElse(100))
            .build());
  }

  private static Scheduling scheduling(TrainingJob job) {
    Scheduling.Builder scheduling = Scheduling.newBuilder().setTimeout(duration(job.maxRuntime()));
    if (job.spotMaxWait().isPresent()) {
      scheduling.setStrategy(Scheduling.Strategy.SPOT);
    }
    if (job.checkpoints()) {
      scheduling.setRestartJobOnWorkerRestart(true);
    }
    job.options()
        .get(Vertex.FLEX_START)
        .ifPresent(
            wait ->
                scheduling
                    .setStrategy(Scheduling.Strategy.FLEX_START)
                    .setMaxWaitDuration(duration(wait)));
    job.options()
        .get(Vertex.RESTARTS)
        .ifPresent(restarts -> scheduling.setDisableRetries(!restarts));
    return scheduling.build();
  }

  private static Duration duration(java.time.Duration time) {
    return Duration.newBuilder().setSeconds(time.getSeconds()).setNanos(time.getNano()).build();
  }

  private ContainerSpec container(Prepared<TrainingJob> prepared, GcsUri outputs) {
    TrainingJob job = prepared.job();
    ContainerSpec.Builder container =
        ContainerSpec.newBuilder().setImageUri(jobs.image(job).orElseThrow());
    if (job.workload() instanceof Container own) {
      container.addAllCommand(own.entrypoint()).addAllArgs(own.arguments());
    } else {
      container
          .addAllCommand(List.of("sh", "-c", START, "aloft"))
          .addArgs(mounted(prepared, TrainingUploads.BOOTSTRAP));
    }
    variables(prepared, outputs)
        .forEach(
            (name, value) -> container.addEnv(EnvVar.newBuilder().setName(name).setValue(value)));
    return container.build();
  }

  private Map<String, String> variables(Prepared<TrainingJob> prepared, GcsUri outputs) {
    TrainingJob job = prepared.job();
    String name = prepared.key().runName();
    Map<String, String> variables = new LinkedHashMap<>(job.environment());
    variables.put("ALOFT_RUN", name);
    variables.put(
        RUN_ID, OperationId.run(GcpProvider.SCHEME, jobs.config().scope(), name).toString());
    variables.put(MACHINE, jobs.machine(job).toString());
    job.inputs()
        .forEach(
            (input, data) -> {
              String staged = prepared.uploads().get(JobInputs.upload(input));
              String uri = staged == null ? data.location() : staged;
              variables.put(
                  "ALOFT_INPUT_" + input.toUpperCase(Locale.ROOT).replace('-', '_'), mounted(uri));
            });
    if (job.workload() instanceof Container) {
      contract(prepared, outputs, variables);
    } else {
      variables.put(CODE, uploaded(prepared, TrainingUploads.CODE));
    }
    return variables;
  }

  /** The portable contract, for an image that runs without the bootstrap. */
  private static void contract(
      Prepared<TrainingJob> prepared, GcsUri outputs, Map<String, String> variables) {
    TrainingJob job = prepared.job();
    variables.put("ALOFT_MODEL_DIR", outputs.child("model").mounted());
    variables.put("ALOFT_OUTPUT_DIR", outputs.child("output").mounted());
    variables.put("ALOFT_CHECKPOINT_DIR", outputs.child("checkpoints").mounted());
    variables.put("ALOFT_METRICS", outputs.child("metrics.jsonl").mounted());
    if (prepared.uploads().containsKey(TrainingUploads.PARAMETERS)) {
      variables.put("ALOFT_HYPERPARAMETERS", mounted(prepared, TrainingUploads.PARAMETERS));
    }
    variables.put("ALOFT_PROVIDER", GcpProvider.SCHEME);
    variables.put("ALOFT_WORLD_SIZE", Integer.toString(job.nodes()));
    if (job.nodes() == 1) {
      variables.put("ALOFT_RANK", "0");
    }
  }

  private static String mounted(Prepared<TrainingJob> prepared, String upload) {
    return mounted(uploaded(prepared, upload));
  }

  private static String mounted(String uri) {
    return GcsUri.fault(uri).isEmpty() ? GcsUri.of(uri).mounted() : uri;
  }

  private static String uploaded(Prepared<TrainingJob> prepared, String name) {
    String uri = prepared.uploads().get(name);
    if (uri == null) {
      throw new IllegalStateException(name + " was not uploaded");
    }
    return uri;
  }

  private static Map<String, String> labels(Prepared<TrainingJob> prepared) {
    Map<String, String> all = new LinkedHashMap<>(Labels.of(prepared.job().labels()));
    all.putAll(Labels.of(prepared.ownership()));
    all.put(Labels.RUN, Labels.value(prepared.key().runName()));
    all.put(Labels.GROUP, Labels.value(prepared.key().group()));
    return all;
  }
}
