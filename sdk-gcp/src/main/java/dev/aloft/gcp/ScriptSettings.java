package dev.aloft.gcp;

import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What core's bootstrap is told of a script, as far as it is known before the run. Pure. */
final class ScriptSettings {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  /** How long a script that is asked to stop may take. */
  private static final int GRACE_SECONDS = 20;

  private ScriptSettings() {}

  static String of(TrainingJob job, Script script) {
    return of(job, script.entry(), script.arguments(), script.installsRequirements());
  }

  static String of(TrainingJob job, String entry) {
    return of(job, entry, List.of(), false);
  }

  private static String of(
      TrainingJob job, String entry, List<String> given, boolean requirements) {
    ObjectNode root = JSON.createObjectNode();
    root.put("entry", entry);
    ArrayNode arguments = root.putArray("arguments");
    given.forEach(arguments::add);
    put(root.putObject("hyperparameters"), job.hyperparameters());
    root.put("keepsCheckpoints", job.checkpoints());
    root.put("provider", GcpProvider.SCHEME);
    root.put("requirements", requirements);
    root.put("grace", GRACE_SECONDS);
    return JSON.writeValueAsString(root);
  }

  /** The hyperparameters alone. */
  static byte[] parameters(TrainingJob job) {
    ObjectNode root = JSON.createObjectNode();
    put(root, job.hyperparameters());
    return JSON.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
  }

  private static void put(ObjectNode parameters, Map<String, Object> values) {
    values.forEach(
        (name, value) -> {
          if (value instanceof Boolean flag) {
            parameters.put(name, flag);
          } else if (value instanceof Number number) {
            parameters.put(name, new BigDecimal(number.toString()));
          } else {
            parameters.put(name, value.toString());
          }
        });
  }

  /** A text of JSON, as a literal that Python reads. */
  static String python(String json) {
    return JSON.writeValueAsString(json);
  }
}
