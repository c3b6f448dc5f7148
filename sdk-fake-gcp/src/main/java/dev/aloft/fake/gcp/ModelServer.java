package dev.aloft.fake.gcp;

import com.google.cloud.aiplatform.v1.ModelContainerSpec;
import dev.aloft.fake.work.ContainerLog;
import dev.aloft.fake.work.ServingContainer;
import dev.aloft.fake.work.ServingContainer.Invocation;
import dev.aloft.fake.work.ServingContainer.Reply;
import dev.aloft.fake.work.ServingContainer.Server;
import dev.aloft.fake.work.ServingWork;
import dev.aloft.local.disk.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The container of a deployed model: started and ended outside of the monitor. Thread-safe. */
final class ModelServer {
  private static final Logger LOG = LoggerFactory.getLogger(ModelServer.class);

  private static final String MOUNT = "/mnt/aloft";

  private final Cloud cloud;
  private final String endpoint;
  private final String deployed;
  private final ModelContainerSpec container;
  private final String artifacts;
  private final Path home;
  private @Nullable Server server;
  private boolean closed;

  /**
   * One that is not started.
   *
   * @param endpoint the endpoint's id
   * @param deployed the id of the deployed model
   */
  ModelServer(Cloud cloud, String endpoint, String deployed, ModelVersion version) {
    this.cloud = cloud;
    this.endpoint = endpoint;
    this.deployed = deployed;
    this.container = version.container();
    this.artifacts = version.artifacts();
    this.home = cloud.directory().resolve("endpoints").resolve(endpoint + "-" + deployed);
  }

  /** Copies the model, and starts the container; fails when that would end or never answer. */
  void start() throws Exception {
    Path model = Files.createDirectories(home.resolve("model"));
    if (!artifacts.isEmpty()) {
      copy(GcsAddress.of(artifacts), model);
    }
    ServingContainer image =
        cloud
            .images()
            .serving(container.getImageUri())
            .orElseThrow(
                () -> new IOException("Failed to pull image \"" + container.getImageUri() + "\"."));
    Map<String, String> variables = variables();
    List<String> command = new ArrayList<>();
    command.addAll(JobVariables.expanded(container.getCommandList(), variables));
    command.addAll(JobVariables.expanded(container.getArgsList(), variables));
    Server started =
        image.start(
            new ServingWork(container.getImageUri(), home, MOUNT, command, variables, log()));
    boolean late;
    synchronized (this) {
      late = closed;
      server = started;
    }
    if (late) {
      started.close();
    }
  }

  private void copy(GcsAddress from, Path directory) throws IOException {
    String prefix = from.object().isEmpty() ? "" : from.object() + "/";
    List<String> names = cloud.buckets().names(from.bucket(), prefix);
    for (String name : names) {
      Path target = directory.resolve(name.substring(prefix.length())).normalize();
      Path file = cloud.buckets().file(from.bucket(), name).orElse(null);
      if (file != null && !name.endsWith("/") && target.startsWith(directory)) {
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        Files.copy(file, target);
      }
    }
  }

  private Map<String, String> variables() {
    String usual = "/v1/endpoints/" + endpoint + "/deployedModels/" + deployed + ":predict";
    int port = container.getPortsCount() == 0 ? 8080 : container.getPorts(0).getContainerPort();
    Map<String, String> variables = new HashMap<>();
    container.getEnvList().forEach(one -> variables.put(one.getName(), one.getValue()));
    variables.put("AIP_HTTP_PORT", Integer.toString(port));
    variables.put("AIP_PREDICT_ROUTE", or(container.getPredictRoute(), usual));
    variables.put("AIP_HEALTH_ROUTE", or(container.getHealthRoute(), usual));
    variables.put("AIP_STORAGE_URI", artifacts);
    variables.put("AIP_ENDPOINT_ID", endpoint);
    variables.put("AIP_DEPLOYED_MODEL_ID", deployed);
    variables.put("AIP_MODE", "PREDICTION");
    variables.put("STORAGE_EMULATOR_HOST", cloud.address());
    return variables;
  }

  private static String or(String given, String usual) {
    return given.isEmpty() ? usual : given;
  }

  private ContainerLog log() {
    Map<String, String> labels =
        Map.of(
            "endpoint_id", endpoint, "location", cloud.location(), "deployed_model_id", deployed);
    String type = "aiplatform.googleapis.com/Endpoint";
    return ContainerLog.apart(
        line -> cloud.logs().write(type, labels, "INFO", line),
        line -> cloud.logs().write(type, labels, "ERROR", line));
  }

  /** Answers a request as the container does. */
  Reply invoke(Invocation invocation) throws Exception {
    Server running;
    synchronized (this) {
      running = closed ? null : server;
    }
    if (running == null) {
      throw new IOException("the container has ended");
    }
    return running.invoke(invocation);
  }

  /** Ends the container, and leaves nothing of it. */
  void close() {
    Server running;
    synchronized (this) {
      closed = true;
      running = server;
      server = null;
    }
    if (running != null) {
      running.close();
    }
    try {
      Durable.deleteTree(home);
    } catch (IOException e) {
      LOG.warn("files of a deployed model are left behind", e);
    }
  }
}
