package dev.aloft.fake;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a fake cloud was asked, in the order in which it was answered. The latest {@value #KEPT} are
 * kept whole; counts and actions go over all of them. Thread-safe.
 */
public final class Exchanges {
  private static final int KEPT = 10_000;

  private final Deque<Exchange> latest = new ArrayDeque<>();
  private final Map<String, Long> operations = new TreeMap<>();
  private final Map<String, Long> actions = new TreeMap<>();
  private long count;

  /** Nothing was asked yet. */
  public Exchanges() {}

  /** Takes one more; called by servers. */
  public synchronized void add(Exchange exchange) {
    if (latest.size() == KEPT) {
      latest.removeFirst();
    }
    latest.addLast(exchange);
    operations.merge(exchange.operation(), 1L, Long::sum);
    for (String action : exchange.action().split(",", -1)) {
      actions.merge(action, 1L, Long::sum);
    }
    count++;
  }

  /** The latest, oldest first. */
  public synchronized List<Exchange> all() {
    return List.copyOf(latest);
  }

  /** The latest of one operation, oldest first. */
  public synchronized List<Exchange> of(String operation) {
    List<Exchange> found = new ArrayList<>(latest);
    found.removeIf(one -> !one.operation().equals(operation));
    return List.copyOf(found);
  }

  /** How many there were, dropped ones too. */
  public synchronized long count() {
    return count;
  }

  /** How many there were of one operation. */
  public synchronized long count(String operation) {
    return operations.getOrDefault(operation, 0L);
  }

  /** How often each action was used, such as {@code s3:GetObject}: what a policy must allow. */
  public synchronized Map<String, Long> actions() {
    return new TreeMap<>(actions);
  }

  /** Forgets all. */
  public synchronized void clear() {
    latest.clear();
    operations.clear();
    actions.clear();
    count = 0;
  }
}
