package dev.aloft.fake.gcp.containers;

import dev.aloft.fake.work.Scorer;
import dev.aloft.fake.work.Scorer.Scores;
import dev.aloft.fake.work.ServingContainer;
import dev.aloft.fake.work.ServingWork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The prebuilt image that serves a {@code model.bst}: a score for each instance. Stateless. */
final class XgboostServing implements ServingContainer {
  static final String FILE = "model.bst";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Override
  public Server start(ServingWork work) throws IOException {
    Path file = work.root().resolve("model").resolve(FILE);
    if (!Files.exists(file)) {
      throw new IOException("There is no " + FILE + " in the model's directory.");
    }
    Scorer model = Scorer.load(file);
    work.log().accept("Loaded " + FILE + " with " + model.features() + " features.");
    return new Serving(model);
  }

  private record Serving(Scorer model) implements Server {

    @Override
    public Reply invoke(Invocation invocation) throws IOException {
      JsonNode instances;
      try {
        instances = JSON.readTree(invocation.body()).path("instances");
      } catch (JacksonException e) {
        return error(400, "Invalid JSON: " + e.getOriginalMessage());
      }
      if (!instances.isArray()) {
        return error(400, "The request has no list of the name \"instances\".");
      }
      float[] rows = new float[instances.size() * model.features()];
      for (int row = 0; row < instances.size(); row++) {
        String problem = read(instances.get(row), rows, row * model.features());
        if (!problem.isEmpty()) {
          return error(400, problem);
        }
      }
      return answer(model.score(rows, instances.size()));
    }

    private String read(JsonNode instance, float[] rows, int begin) {
      if (!instance.isArray()) {
        return "Could not initialize DMatrix from inputs: an instance has to be a list of numbers.";
      }
      if (instance.size() != model.features()) {
        return "Feature shape mismatch, expected: " + model.features() + ", got " + instance.size();
      }
      for (int i = 0; i < instance.size(); i++) {
        JsonNode value = instance.get(i);
        if (!value.isNumber() && !value.isNull()) {
          return "Could not initialize DMatrix from inputs: could not convert to float: " + value;
        }
        rows[begin + i] = value.isNull() ? Float.NaN : value.floatValue();
      }
      return "";
    }

    private static Reply answer(Scores scores) {
      ObjectNode body = JSON.createObjectNode();
      ArrayNode predictions = body.putArray("predictions");
      for (int begin = 0; begin < scores.values().length; begin += scores.width()) {
        ArrayNode target = scores.width() == 1 ? predictions : predictions.addArray();
        for (int i = 0; i < scores.width(); i++) {
          target.add((double) scores.values()[begin + i]);
        }
      }
      return reply(200, body);
    }

    private static Reply error(int status, String message) {
      return reply(status, JSON.createObjectNode().put("error", message));
    }

    private static Reply reply(int status, ObjectNode body) {
      byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
      return new Reply(status, "application/json", Map.of(), bytes);
    }

    @Override
    public void close() {}
  }
}
