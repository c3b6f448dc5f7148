package dev.aloft.error;

/** What a failed request may have done all the same. */
public enum Effect {
  /** Nothing was done: the request may be repeated. */
  NONE,
  /** It may or may not have been done: look before sending it again. */
  UNKNOWN,
  /** It was done, although the answer is an error. */
  DONE
}
