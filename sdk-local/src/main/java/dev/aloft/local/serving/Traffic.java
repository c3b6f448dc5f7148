package dev.aloft.local.serving;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How calls are shared between revisions: exactly by percent in every hundred calls, and well mixed
 * within them. Thread-safe.
 */
final class Traffic {
  /** Nothing is routed. */
  static final Traffic NONE = new Traffic(Map.of());

  private static final int WHOLE = 100;
  private static final int STRIDE = 37; // has no factor in common with 100: visits every percent

  private final Map<String, Integer> shares;
  private final List<String> hashes = new ArrayList<>();
  private final AtomicInteger calls = new AtomicInteger();

  /** Shares by revision hash, which sum to 100, or none. */
  Traffic(Map<String, Integer> shares) {
    this.shares = new LinkedHashMap<>(shares);
    shares.forEach(
        (hash, percent) -> {
          for (int i = 0; i < percent; i++) {
            hashes.add(hash);
          }
        });
  }

  Map<String, Integer> shares() {
    return shares;
  }

  /** Whether a revision takes calls. */
  boolean includes(String hash) {
    return shares.getOrDefault(hash, 0) > 0;
  }

  /** The revision for the next call; null when nothing is routed. */
  @Nullable String next() {
    if (shares.size() == 1) {
      return hashes.get(0);
    }
    return hashes.isEmpty()
        ? null
        : hashes.get(Math.floorMod(calls.getAndIncrement() * STRIDE, WHOLE));
  }
}
