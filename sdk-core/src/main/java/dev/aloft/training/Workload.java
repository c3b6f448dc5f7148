package dev.aloft.training;

/** What a training job runs: a built-in algorithm, the user's script, or the user's container. */
public sealed interface Workload permits Algorithm, Script, Container {

  /** The word for it in messages: {@code algorithm}, {@code script} or {@code container}. */
  String kind();
}
