package dev.aloft.internal.intent;

import dev.aloft.error.Blame;
import dev.aloft.error.NextStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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

  /**
   * Null for what is none, as in documents that an older Aloft wrote. Words of a newer one are left
   * out: a remark makes no log unreadable.
   */
  static @Nullable Refusal read(JsonNode node) {
    if (!node.isObject()) {
      return null;
    }
    List<NextStep> steps = new ArrayList<>();
    for (JsonNode step : node.path("nextSteps")) {
      known(NextStep.Kind.values(), step.path("kind").asString(""))
          .map(
              kind ->
                  new NextStep(step.path("why").asString(""), kind, step.path("line").asString("")))
          .ifPresent(steps::add);
    }
    Optional<Blame> blame = known(Blame.values(), node.path("blame").asString(""));
    if (blame.isEmpty()) {
      return null;
    }
    return new Refusal(
        node.path("request").asString(""),
        text(node, "rawCode"),
        text(node, "requestId"),
        blame.get(),
        steps);
  }

  private static <E extends Enum<E>> Optional<E> known(E[] all, String name) {
    return Arrays.stream(all).filter(one -> one.name().equals(name)).findFirst();
  }

  private static @Nullable String text(JsonNode node, String name) {
    return node.path(name).isString() ? node.path(name).stringValue() : null;
  }
}
