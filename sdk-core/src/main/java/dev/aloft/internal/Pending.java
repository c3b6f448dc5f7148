package dev.aloft.internal;

/** Marks what is still to be written; goes before the first release. */
final class Pending {
  private Pending() {}

  @SuppressWarnings({"DoNotCallSuggester", "TypeParameterUnusedInFormals"}) // goes with this class
  static <T> T here() {
    throw new UnsupportedOperationException();
  }
}
