package dev.aloft.serving;

/** What a model says of one row. Immutable. */
public final class Prediction {
  Prediction() {}
}
