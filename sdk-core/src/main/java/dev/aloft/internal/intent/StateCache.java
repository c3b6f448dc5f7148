package dev.aloft.internal.intent;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The states of names that were read lately, within a bound on the characters that they hold.
 * Thread-safe.
 */
public final class StateCache {
  private static final long EACH = 500;

  private final long bound;
  private final Map<String, NameState> states = new LinkedHashMap<>(64, 0.75f, true);
  private long held;

  /** An empty cache for about so many characters. */
  public StateCache(long bound) {
    this.bound = bound;
  }

  /** What was last kept of a name; null when nothing is. */
  public synchronized @Nullable NameState get(String kind, String name) {
    return states.get(key(kind, name));
  }

  /** Keeps a state and gives it back; what was used least recently goes when there is too much. */
  public synchronized NameState keep(NameState state) {
    forget(state);
    states.put(key(state.kind(), state.name()), state);
    held += weight(state);
    Iterator<NameState> eldest = states.values().iterator();
    while (held > bound && states.size() > 1) {
      held -= weight(eldest.next());
      eldest.remove();
    }
    return state;
  }

  /** Forgets what is kept of a state's name. */
  public synchronized void forget(NameState state) {
    NameState old = states.remove(key(state.kind(), state.name()));
    held -= old == null ? 0 : weight(old);
  }

  private static String key(String kind, String name) {
    return kind + "/" + name;
  }

  private static long weight(NameState state) {
    long weight = EACH;
    for (RecordedWish wish : state.wishes()) {
      weight += EACH + (wish.spec() == null ? 0 : wish.spec().length());
    }
    return weight;
  }
}
