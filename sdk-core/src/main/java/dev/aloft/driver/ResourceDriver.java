package dev.aloft.driver;

import dev.aloft.error.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Resources of one kind at one service: they exist until removed. Core's reconciler drives it; the
 * driver holds no rollback, retry, adoption or clean-up. Every vendor request goes through {@link
 * DriverContext#send}. Safe for use by many threads.
 *
 * @param <S> what is wished
 */
public interface ResourceDriver<S> {

  /** Notes every fault of the wish, without calling out. */
  void check(S spec, Problems problems);

  /** Looks: every part under this name, ours or not. Reads only. */
  Observation observe(Target<S> target);

  /** What to do. Pure: no calls, no clock, no memory. */
  Next next(Target<S> target, Observation seen);

  /**
   * Sends the one write of an action. The request, its repetitions among it, must be over within
   * the action's timeout: for that long core holds the lease. A free action is many requests if
   * need be, without a lease, and several processes may be at it at once.
   */
  void apply(Action action, Target<S> target);

  /** Every part that carries this log's tag, whatever its name. */
  Page<Part> owned(String logId, @Nullable String cursor);

  /** Removes a part that nobody wishes; used for orphans. One write. */
  void delete(Part part);

  /**
   * What a look would show once an action has taken effect; used for plans. Pure. Default: a part
   * appears READY with the action's facts, changes, or goes, by the action's verb.
   */
  default Observation predict(Action action, Target<S> target, Observation seen) {
    List<Part> parts = new ArrayList<>();
    Map<String, String> facts = new LinkedHashMap<>();
    boolean bills = false;
    for (Part part : seen.parts()) {
      if (part.kind().equals(action.kind()) && part.id().equals(action.id())) {
        facts.putAll(part.facts());
        bills = part.bills();
      } else {
        parts.add(part);
      }
    }
    if (!action.verb().equals("delete")) {
      facts.putAll(action.facts());
      parts.add(
          new Part(
              action.kind(),
              action.id(),
              Part.State.READY,
              "planned",
              true,
              bills || action.counted(),
              facts));
    }
    return new Observation(parts);
  }

  /**
   * How long {@link #observe} may lag behind a write. Core then believes that a wish is fulfilled
   * only when the last write is older, but for {@link Next#certain()}, and repeats a counted try
   * only then. Default none.
   */
  default Duration lag() {
    return Duration.ZERO;
  }

  /** The name that a part belongs to, as its tag says; empty when it has none. */
  default String nameOf(Part part) {
    String name = part.fact("aloft-name");
    return name == null ? "" : name;
  }
}
