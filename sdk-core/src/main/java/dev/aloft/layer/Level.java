package dev.aloft.layer;

/** What a call is. */
public enum Level {
  /** Something the user asked for, such as a deploy. */
  VERB,
  /** One request to a vendor. */
  REQUEST
}
