package dev.aloft.internal.histories;

/** The process is gone: nothing that it would have done happens any more. */
final class Crash extends Error {
  private static final long serialVersionUID = 1L;

  Crash() {
    super("the process stopped", null, false, false);
  }
}
