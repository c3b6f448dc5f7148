package dev.aloft.local.training;

import dev.aloft.data.Data;
import dev.aloft.driver.Prepared;
import dev.aloft.driver.RunKey;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.local.disk.Json;
import dev.aloft.operation.OperationId;
import dev.aloft.training.Algorithm;
import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code job.json}: what was asked, as far as the worker needs it. It holds references to secrets
 * and no values. Immutable.
 */
public final class JobFile {
  private final JsonNode root;

  private JobFile(JsonNode root) {
    this.root = root;
  }

  static JobFile of(Prepared<TrainingJob> prepared, String scope, WorkerSettings settings) {
    TrainingJob job = prepared.job();
    RunKey key = prepared.key();
    ObjectNode root = Json.object();
    root.put("run", key.runName()).put("group", key.group());
    root.put("id", OperationId.run("local", scope, key.runName()).toString());
    root.set("workload", workload(prepared));
    ObjectNode inputs = root.putObject("inputs");
    job.inputs().forEach((name, data) -> inputs.set(name, input(prepared, name, data)));
    ObjectNode parameters = root.putObject("hyperparameters");
    job.hyperparameters().forEach((name, value) -> parameters.set(name, Json.of(value)));
    job.environment().forEach(root.putObject("environment")::put);
    ObjectNode secrets = root.putObject("secrets");
    job.secrets().forEach((name, secret) -> secrets.put(name, secret.reference()));
    job.labels().forEach(root.putObject("labels")::put);
    prepared.ownership().forEach(root.putObject("ownership")::put);
    root.put("limitMillis", job.maxRuntime().toMillis());
    root.set("settings", settings.json());
    root.set("askedBy", ProcessMark.of(ProcessHandle.current(), "", 1).json());
    return new JobFile(root);
  }

  private static ObjectNode workload(Prepared<TrainingJob> prepared) {
    ObjectNode root = Json.object();
    root.put("kind", prepared.job().workload().kind());
    if (prepared.job().workload() instanceof Script script) {
      root.put("code", pathOf(prepared, LocalTraining.CODE));
      root.put("entry", script.entry());
      root.put("requirements", script.installsRequirements());
      root.set("arguments", Json.of(script.arguments()));
    } else if (prepared.job().workload() instanceof Algorithm algorithm) {
      root.put("name", algorithm.name());
    }
    return root;
  }

  private static ObjectNode input(Prepared<TrainingJob> prepared, String name, Data data) {
    ObjectNode root = Json.object().put("path", pathOf(prepared, LocalTraining.INPUT + name));
    data.csvFormat().ifPresent(format -> root.set("csv", CsvRules.write(format)));
    return root;
  }

  private static String pathOf(Prepared<TrainingJob> prepared, String upload) {
    String uri = prepared.uploads().get(upload);
    if (uri == null) {
      throw new IllegalArgumentException("the upload " + upload + " was not staged");
    }
    if (!uri.startsWith("file:")) {
      throw AloftException.of(
              ErrorCode.INVALID_REQUEST,
              "this provider trains on staged files of this machine, and the setting \"staging\""
                  + " leads elsewhere: "
                  + uri)
          .build();
    }
    return Path.of(URI.create(uri)).toString();
  }

  /** Reads what was asked of a run. */
  public static JobFile read(RunDirectory run) throws IOException {
    return new JobFile(Json.read(run.job()));
  }

  void write(RunDirectory run) throws IOException {
    Files.writeString(run.job(), Json.write(root));
  }

  /** The run's name. */
  public String run() {
    return root.path("run").asString("");
  }

  /** The name of the job. */
  public String group() {
    return root.path("group").asString("");
  }

  Map<String, String> ownership() {
    return Json.texts(root.path("ownership"));
  }

  /** The text of the run's id. */
  public String id() {
    return root.path("id").asString("");
  }

  /** The word for what runs: {@code algorithm} or {@code script}. */
  public String kind() {
    return workload().path("kind").asString("");
  }

  /** The staged directory of a script. */
  public Path code() {
    return Path.of(workload().path("code").asString(""));
  }

  /** The file of a script to run. */
  public String entry() {
    return workload().path("entry").asString("");
  }

  /** Whether a script's requirements are installed first. */
  public boolean installsRequirements() {
    return workload().path("requirements").asBoolean(false);
  }

  /** The arguments of a script. */
  public List<String> arguments() {
    return Json.list(workload().path("arguments"));
  }

  private JsonNode workload() {
    return root.path("workload");
  }

  /** The paths of the inputs by name. */
  public Map<String, Path> inputs() {
    Map<String, Path> inputs = new LinkedHashMap<>();
    root.path("inputs")
        .properties()
        .forEach(
            entry ->
                inputs.put(entry.getKey(), Path.of(entry.getValue().path("path").asString(""))));
    return inputs;
  }

  /** An input with its rules for reading; those of CSV when it has none. */
  public Data csv(String name) {
    JsonNode input = root.path("inputs").path(name);
    return CsvRules.read(Path.of(input.path("path").asString("")), input.path("csv"));
  }

  /** The hyperparameters; numbers keep their digits. */
  public JsonNode hyperparameters() {
    return root.path("hyperparameters");
  }

  /** Environment variables of the work. */
  public Map<String, String> environment() {
    return Json.texts(root.path("environment"));
  }

  /** References to secrets by the variable that gets the value. */
  public Map<String, String> secrets() {
    return Json.texts(root.path("secrets"));
  }

  /** How long the work may take. */
  public Duration limit() {
    return Duration.ofMillis(root.path("limitMillis").asLong(0));
  }

  /** How the work is to be run on this machine. */
  public WorkerSettings settings() {
    return WorkerSettings.of(root.path("settings"));
  }

  ProcessMark askedBy() {
    return ProcessMark.of(root.path("askedBy"));
  }
}
