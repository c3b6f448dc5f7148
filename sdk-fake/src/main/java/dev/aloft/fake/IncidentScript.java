package dev.aloft.fake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What happens to things of a cloud beside what they do themselves, line by line. Thread-safe.
 *
 * @param <K> the kinds of what can happen
 */
public final class IncidentScript<K> {
  private final List<Incident<K>> script = new ArrayList<>();

  /** Nothing happens. */
  public IncidentScript() {}

  /**
   * What happens to one thing.
   *
   * @param after how long after its work has begun
   * @param detail what else is to be known of it; may be empty
   */
  public record Strike(Duration after, String detail) {}

  private static final class Incident<K> {
    private final Predicate<String> names;
    private final K kind;
    private final Strike strike;
    private long left;

    private Incident(Predicate<String> names, K kind, Strike strike, long left) {
      this.names = names;
      this.kind = kind;
      this.strike = strike;
      this.left = left;
    }
  }

  /**
   * Adds a line.
   *
   * @param names which things are meant
   * @param times how often it happens
   * @throws IllegalArgumentException when the time is negative or it never happens
   */
  public synchronized void add(Predicate<String> names, K kind, Strike strike, long times) {
    if (strike.after().isNegative()) {
      throw new IllegalArgumentException("after: " + strike.after() + " is negative");
    }
    if (times < 1) {
      throw new IllegalArgumentException("times: " + times + " is less than 1");
    }
    script.add(new Incident<>(Objects.requireNonNull(names), kind, strike, times));
  }

  /** Takes what strikes a thing; null when nothing does. */
  public synchronized @Nullable Strike strike(String name, K kind) {
    Iterator<Incident<K>> lines = script.iterator();
    while (lines.hasNext()) {
      Incident<K> line = lines.next();
      if (line.kind.equals(kind) && line.names.test(name)) {
        if (--line.left == 0) {
          lines.remove();
        }
        return line.strike;
      }
    }
    return null;
  }

  /** Forgets all lines. */
  public synchronized void clear() {
    script.clear();
  }
}
