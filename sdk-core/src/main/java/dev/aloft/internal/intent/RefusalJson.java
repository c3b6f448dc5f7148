package dev.aloft.internal.intent;

import dev.aloft.error.Blame;
import dev.aloft.error.NextStep;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Refusals as JSON, both ways. */
final class RefusalJson {
  private RefusalJson() {}

  static void write(ObjectNode node, Refusal refusal) {
    node.put("request", refusal.request()).put("blame", refusal.blame().name());
    if (refusal.rawCode() != null) {
      node.put("rawCode", refusal.rawCode());
    }
    if (refusal.requestId() != null) {
      node.put("requestId", refusal.requestId());
    }
    ArrayNode steps = node.putArray("nextSteps");
    for (NextStep step : refusal.nextSteps()) {
      steps
          .addObject()
          .put("why", step.why())
          .put("kind", step.kind().name())
          .put("line", step.line());
    }
  }

  /** Null for what is none, as in documents that an older Aloft wrote. */
  static @Nullable Refusal read(JsonNode node) {
    if (!node.isObject()) {
      return null;
    }
    List<NextStep> steps = new ArrayList<>();
    for (JsonNode step : node.path("nextSteps")) {
      steps.add(
          new NextStep(
              step.path("why").asString(""),
              NextStep.Kind.valueOf(step.required("kind").stringValue()),
              step.path("line").asString("")));
    }
    return new Refusal(
        node.path("request").asString(""),
        text(node, "rawCode"),
        text(node, "requestId"),
        Blame.valueOf(node.required("blame").stringValue()),
        steps);
  }

  private static @Nullable String text(JsonNode node, String name) {
    return node.path(name).isString() ? node.path(name).stringValue() : null;
  }
}
