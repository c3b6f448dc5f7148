package dev.aloft.driver;

/** How the create of a service becomes safe to send again. */
public enum Repeat {
  /** The service refuses a second run of the same name. */
  BY_NAME,
  /** The service knows a token and answers with the first run. */
  BY_TOKEN,
  /** Neither: core writes a claim, and looks before it sends. */
  AFTER_FIND
}
