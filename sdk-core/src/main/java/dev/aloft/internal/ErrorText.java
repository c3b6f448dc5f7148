package dev.aloft.internal;

import dev.aloft.error.AloftException;

/** The renderings of an error: a block, a line, HTML and JSON. */
public final class ErrorText {
  private ErrorText() {}

  /** A readable block. */
  public static String block(AloftException.Details details) {
    return details.summary();
  }

  /** One line. */
  public static String line(AloftException.Details details) {
    return details.summary();
  }

  /** HTML. */
  public static String html(AloftException.Details details) {
    return details.summary();
  }

  /** JSON. */
  public static String json(AloftException.Details details) {
    return details.summary();
  }
}
