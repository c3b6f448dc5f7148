package dev.aloft.aws;

import dev.aloft.data.Data;
import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;
import java.math.BigDecimal;
import java.util.Map;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What core's bootstrap is told of a script, as far as it is known before the run. Pure. */
final class ScriptSettings {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  /** The service kills 120 seconds after it has asked to stop. */
  private static final int GRACE_SECONDS = 110;

  private ScriptSettings() {}

  static String of(TrainingJob job, Script script) {
    ObjectNode root = JSON.createObjectNode();
    root.put("entry", script.entry());
    root.put("archive", ContainerPaths.input(TrainingUploads.CODE) + "/" + TrainingUploads.ARCHIVE);
    ArrayNode arguments = root.putArray("arguments");
    script.arguments().forEach(arguments::add);
    ObjectNode parameters = root.putObject("hyperparameters");
    job.hyperparameters().forEach((name, value) -> put(parameters, name, value));
    ObjectNode files = root.putObject("files");
    job.inputs().forEach((name, data) -> files.put(name, last(data)));
    root.put("model", ContainerPaths.MODEL);
    root.put("output", ContainerPaths.OUTPUT);
    if (job.checkpoints()) {
      root.put("checkpoints", ContainerPaths.CHECKPOINTS);
    }
    root.put("metrics", ContainerPaths.METRICS);
    root.put("failure", ContainerPaths.FAILURE);
    root.put("provider", AwsProvider.SCHEME);
    root.put("requirements", script.installsRequirements());
    root.put("grace", GRACE_SECONDS);
    return JSON.writeValueAsString(root);
  }

  private static void put(ObjectNode parameters, String name, Object value) {
    if (value instanceof Boolean flag) {
      parameters.put(name, flag);
    } else if (value instanceof Number number) {
      parameters.put(name, new BigDecimal(number.toString()));
    } else {
      parameters.put(name, value.toString());
    }
  }

  /** The last part of an input's location, by which the container knows a single file. */
  static String last(Data data) {
    String path =
        data.isLocal()
            ? String.valueOf(data.localPath().toAbsolutePath().normalize().getFileName())
            : data.location().replaceAll("/+$", "");
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** A text of JSON, as a literal that Python reads. */
  static String python(String json) {
    return JSON.writeValueAsString(json);
  }

  /** A hyperparameter as others see it in the console: texts as they are, the rest as JSON. */
  static Map<String, String> shown(Map<String, Object> parameters) {
    Map<String, String> texts = new java.util.LinkedHashMap<>();
    parameters.forEach(
        (name, value) ->
            texts.put(
                name,
                value instanceof BigDecimal number ? number.toPlainString() : value.toString()));
    return texts;
  }
}
