package dev.aloft.error;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects every fault of a request, so that all are reported at once. Not thread-safe: one
 * collector serves one check.
 */
public final class Problems {
  private final List<Problem> found = new ArrayList<>();
  private final String prefix;

  /** An empty collector. */
  public Problems() {
    this("");
  }

  private Problems(String prefix) {
    this.prefix = prefix;
  }

  /** Notes a fault; null says that no value was given. */
  public Problems add(String field, @Nullable Object value, String fix) {
    found.add(new Problem(prefix + field, value == null ? null : value.toString(), fix));
    return this;
  }

  /** Notes a fault unless the condition holds. */
  public Problems require(boolean holds, String field, @Nullable Object value, String fix) {
    return holds ? this : add(field, value, fix);
  }

  /** Takes over the faults of a part, with {@code path.} put before their fields. */
  public Problems addAll(String path, Problems part) {
    for (Problem problem : part.found) {
      found.add(new Problem(prefix + path + "." + problem.field(), problem.value(), problem.fix()));
    }
    return this;
  }

  /** Everything noted so far, in order. */
  public List<Problem> all() {
    return List.copyOf(found);
  }

  /** Whether nothing was noted. */
  public boolean isEmpty() {
    return found.isEmpty();
  }

  /**
   * Throws INVALID_REQUEST with every fault when there is one.
   *
   * @param what the thing that was checked, such as {@code training job "tumours"}
   */
  public void throwIfAny(String what) {
    if (!found.isEmpty()) {
      throw AloftException.of(ErrorCode.INVALID_REQUEST, what + " is not valid")
          .effect(Effect.NONE)
          .problems(found)
          .build();
    }
  }
}
