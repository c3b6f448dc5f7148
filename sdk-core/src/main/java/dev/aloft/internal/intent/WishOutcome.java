package dev.aloft.internal.intent;

import java.util.Locale;

/** How a wish stands in the log. */
public enum WishOutcome {
  /** Still to be fulfilled. */
  OPEN,
  /** Fulfilled. */
  SETTLED,
  /** Not to be fulfilled. */
  FAILED,
  /** Taken back by the caller. */
  CANCELLED,
  /** A newer wish came before it was fulfilled. */
  OVERTAKEN;

  /** The word in documents and listings. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static WishOutcome of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
