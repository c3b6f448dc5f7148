package dev.aloft.internal.histories;

import dev.aloft.internal.Turn;
import dev.aloft.serving.EndpointSpec;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What one process asked for, and what it was told. */
final class Doing {
  final String who;
  final String verb;
  final @Nullable EndpointSpec spec;
  final long generation;
  boolean cancelled;
  @Nullable Turn result;

  Doing(String who, String verb, @Nullable EndpointSpec spec, long generation) {
    this.who = who;
    this.verb = verb;
    this.spec = spec;
    this.generation = generation;
  }

  static String text(@Nullable EndpointSpec spec) {
    return spec == null
        ? "gone"
        : spec.revisions().stream()
            .map(
                revision ->
                    revision.modelHash()
                        + (revision.scaling().isAutomatic() ? "*" : "")
                        + "="
                        + spec.traffic().getOrDefault(revision.hash(), 0)
                        + "("
                        + revision.hash()
                        + ")")
            .collect(Collectors.joining("+"));
  }

  static String text(@Nullable Turn turn) {
    return turn instanceof Turn.Ended ended
        ? ended.error().code() + ": " + ended.error().summary()
        : String.valueOf(turn);
  }

  @Override
  public String toString() {
    return who + " " + verb + " " + text(spec) + " as wish " + generation + ": " + text(result);
  }
}
