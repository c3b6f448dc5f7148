package dev.aloft.fake.aws.containers;

import dev.aloft.fake.work.TrainingWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * What a job of built-in XGBoost asks for, as it lies below the mount. Immutable.
 *
 * @param root what the container sees at {@code /opt/ml}
 * @param hyperparameters checked
 * @param type the format of the data
 * @param hasValidation whether there is a channel to measure on
 */
record XgboostJob(
    Path root, XgboostHyperparameters hyperparameters, ContentType type, boolean hasValidation) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> CHANNELS = Set.of("train", "validation", "code");

  /** Reads and checks it. */
  static XgboostJob read(Path root) throws IOException, UserError {
    Map<String, String> texts = new LinkedHashMap<>();
    config(root, "hyperparameters.json")
        .properties()
        .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asString("")));
    texts.keySet().removeIf(name -> name.startsWith("sagemaker_"));
    XgboostHyperparameters hyperparameters = XgboostHyperparameters.of(texts);
    JsonNode channels = config(root, "inputdataconfig.json");
    if (!channels.has("train")) {
      throw new UserError("Missing required channel: train");
    }
    for (Map.Entry<String, JsonNode> channel : channels.properties()) {
      check(channel.getKey(), channel.getValue());
    }
    ContentType type = ContentType.of(channels.path("train").path("ContentType").asString(""));
    return new XgboostJob(root, hyperparameters, type, channels.has("validation"));
  }

  private static void check(String name, JsonNode channel) throws UserError {
    if (!CHANNELS.contains(name)) {
      throw new UserError("Extraneous channel found: " + name);
    }
    if (!name.equals("code")) {
      ContentType type = ContentType.of(channel.path("ContentType").asString(""));
      if (channel.path("TrainingInputMode").asString("File").equals("Pipe")) {
        throw new UserError(
            "Pipe mode for "
                + type
                + " is no longer supported. Please use Fast File mode (default) instead.");
      }
    }
  }

  /** Whether the image is to run a script instead. */
  static boolean hasScript(TrainingWork work) throws IOException {
    return work.environment().containsKey("SAGEMAKER_PROGRAM")
        || config(work.root(), "hyperparameters.json").has("sagemaker_program");
  }

  private static JsonNode config(Path root, String name) throws IOException {
    Path file = root.resolve("input/config").resolve(name);
    return Files.exists(file) ? JSON.readTree(Files.readAllBytes(file)) : JSON.createObjectNode();
  }

  /** The files of a channel. */
  Path channel(String name) {
    return root.resolve("input/data").resolve(name);
  }

  /** Whether this host writes the model: the first one does. */
  boolean isFirstHost() throws IOException {
    JsonNode resources = config(root, "resourceconfig.json");
    JsonNode hosts = resources.path("hosts");
    return hosts.isEmpty()
        || hosts.get(0).asString("").equals(resources.path("current_host").asString(""));
  }
}
