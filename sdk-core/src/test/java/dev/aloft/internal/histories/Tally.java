package dev.aloft.internal.histories;

import dev.aloft.internal.Turn;
import dev.aloft.internal.intent.RecordedWish;
import java.util.Map;
import java.util.TreeMap;

/** Counts what happened in many histories, so that a test can tell that enough did. */
final class Tally {
  private final Map<String, Integer> counts = new TreeMap<>();

  void add(History history) {
    count("histories", 1);
    count("writes that may fail", history.world.faults.writes());
    count("faults", history.world.faults.injected());
    count("naps", history.world.naps());
    for (RecordedWish wish : history.world.log().wishes()) {
      count("wish " + wish.verb(), 1);
    }
    for (Doing doing : history.world.doings) {
      if (doing.result instanceof Turn.Ended ended) {
        count("told " + ended.error().code(), 1);
      } else if (doing.result != null) {
        count("told settled", 1);
      } else {
        count("told nothing", 1);
      }
    }
  }

  void add(Tally other) {
    other.counts.forEach(this::count);
  }

  private void count(String what, int times) {
    counts.merge(what, times, Integer::sum);
  }

  int of(String what) {
    return counts.getOrDefault(what, 0);
  }

  @Override
  public String toString() {
    return counts.toString();
  }
}
