package dev.aloft.data;

/**
 * A secret by reference. Aloft never holds the value: the service resolves the reference where it
 * can, otherwise the process that starts the work does, at the last moment.
 *
 * @param reference {@code env:NAME} or the URI of an entry in a secret store
 */
public record Secret(String reference) {

  /** The value of an environment variable of the process that starts the work. */
  public static Secret env(String variable) {
    return new Secret("env:" + variable);
  }

  /**
   * An entry in a secret store, such as {@code aws-sm://prod/db} or {@code file:/run/secrets/x}.
   */
  public static Secret of(String uri) {
    return new Secret(uri);
  }
}
