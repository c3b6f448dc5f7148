package dev.aloft.fake.gcp;

import com.google.cloud.aiplatform.v1.DeployedModel;
import com.google.cloud.aiplatform.v1.EnvVar;
import com.google.cloud.aiplatform.v1.MachineSpec;
import com.google.cloud.aiplatform.v1.ModelContainerSpec;
import dev.aloft.fake.gcp.containers.PrebuiltImage;
import dev.aloft.fake.work.ContainerLog;
import dev.aloft.fake.work.ServingWork;
import dev.aloft.local.disk.Durable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What a deployed model's container is given: its files, variables and command. Thread-safe. */
final class ServedModel {
  private static final Duration USUAL_PATIENCE = Duration.ofMinutes(30);
  private static final String COPIES = "caip-tenant-";

  /** The number of a project that is nobody's, so that no list shows its buckets. */
  private static final String NOBODY = "1";

  private final Cloud cloud;
  private final HostedEndpoint endpoint;
  private final DeployedModel deployed;
  private final ModelContainerSpec container;
  private final String artifacts;
  private volatile boolean copied;

  ServedModel(Cloud cloud, HostedEndpoint endpoint, DeployedModel deployed, ModelVersion version) {
    this.cloud = cloud;
    this.endpoint = endpoint;
    this.deployed = deployed;
    this.container = version.container();
    this.artifacts = version.artifacts();
  }

  String image() {
    return container.getImageUri();
  }

  /** How long the container has to come to answer. */
  Duration patience() {
    Duration asked = Times.of(container.getDeploymentTimeout());
    return asked.isZero() ? USUAL_PATIENCE : asked;
  }

  /** What a new container of it is to do, in a directory of its own, at a port of its own. */
  ServingWork work(Path home, String mount, ContainerLog log) throws IOException {
    Path model = Files.createDirectories(home.resolve("model"));
    if (!copied) {
      copy(home, model);
      copied = true;
    }
    Map<String, String> variables = variables(home);
    return new ServingWork(
        image(),
        home,
        mount,
        JobVariables.expanded(container.getCommandList(), variables),
        JobVariables.expanded(container.getArgsList(), variables),
        variables,
        log);
  }

  /** Once, since a container that is started again has the same model, whatever became of it. */
  private void copy(Path home, Path model) throws IOException {
    if (artifacts.isEmpty()) {
      return;
    }
    copy(GcsAddress.of(artifacts), model);
    if (isOwn()) {
      cloud.buckets().create(bucket(), cloud.location(), NOBODY);
      copy(GcsAddress.of(artifacts), Files.createDirectories(inBucket(home)));
    }
  }

  private boolean isOwn() {
    return PrebuiltImage.of(image()).isEmpty();
  }

  private Path inBucket(Path home) {
    return cloud.buckets().view().resolve(bucket()).resolve(copyName(home));
  }

  private static String copyName(Path home) {
    return String.valueOf(home.getFileName());
  }

  private void copy(GcsAddress from, Path directory) throws IOException {
    String prefix = from.object().isEmpty() ? "" : from.object() + "/";
    List<String> names = cloud.buckets().names(from.bucket(), prefix);
    for (String name : names) {
      Path target = directory.resolve(name.substring(prefix.length())).normalize();
      Path file = cloud.buckets().file(from.bucket(), name).orElse(null);
      if (file != null && !name.endsWith("/") && target.startsWith(directory)) {
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private Map<String, String> variables(Path home) throws IOException {
    String usual =
        "/v1/endpoints/" + endpoint.id() + "/deployedModels/" + deployed.getId() + ":predict";
    String project = endpoint.name().split("/", 3)[1];
    Map<String, String> given = new HashMap<>();
    given.put("AIP_HTTP_PORT", Integer.toString(freePort()));
    given.put("AIP_PREDICT_ROUTE", or(container.getPredictRoute(), usual));
    given.put("AIP_HEALTH_ROUTE", or(container.getHealthRoute(), usual));
    given.put("AIP_STORAGE_URI", storage(home));
    given.put("AIP_ENDPOINT_ID", endpoint.id());
    given.put("AIP_DEPLOYED_MODEL_ID", deployed.getId());
    given.put("AIP_VERSION_NAME", deployed.getId());
    given.put("AIP_PROJECT_NUMBER", project);
    given.put("AIP_MODE", "PREDICTION");
    given.put("AIP_FRAMEWORK", framework());
    MachineSpec machine = deployed.getDedicatedResources().getMachineSpec();
    given.put("AIP_MACHINE_TYPE", machine.getMachineType());
    if (machine.getAcceleratorTypeValue() != 0) {
      given.put("AIP_ACCELERATOR_TYPE", machine.getAcceleratorType().name());
    }
    given.put("STORAGE_EMULATOR_HOST", cloud.address());
    Map<String, String> variables = new HashMap<>(given);
    for (EnvVar one : container.getEnvList()) {
      variables.put(one.getName(), JobVariables.expanded(one.getValue(), variables));
    }
    variables.putAll(given);
    return variables;
  }

  private String framework() {
    return PrebuiltImage.of(image())
        .map(prebuilt -> prebuilt.framework().toUpperCase(Locale.ROOT))
        .orElse("CUSTOM_CONTAINER");
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private static String or(String given, String usual) {
    return given.isEmpty() ? usual : given;
  }

  /** A copy of the model in a bucket that is not the user's. */
  private String storage(Path home) {
    boolean copy = !artifacts.isEmpty() && isOwn();
    return copy ? "gs://" + bucket() + "/" + copyName(home) : artifacts;
  }

  private String bucket() {
    return COPIES + cloud.projects().number();
  }

  /** Removes the copy in the bucket. */
  void remove(Path home) throws IOException {
    Durable.deleteTree(inBucket(home));
  }
}
