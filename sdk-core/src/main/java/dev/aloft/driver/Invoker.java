package dev.aloft.driver;

import dev.aloft.serving.Protocol;
import java.time.Duration;

/**
 * Moves bytes to one ready endpoint. The address, key and channel are resolved once and refreshed
 * when refused. Safe for use by many threads.
 */
public interface Invoker {

  /** How rows are written, for an endpoint that nobody wished here; else its revision says it. */
  Protocol protocol();

  /** The address that a person can call, empty when there is none. */
  String url();

  /** The largest request in bytes. */
  long maxRequestBytes();

  /**
   * How long an answer may take where the caller sets no limit: longer than the provider lets a
   * model work, so that it is the provider's word that comes back. Default 60 s.
   */
  default Duration usualTimeout() {
    return Duration.ofSeconds(60);
  }

  /**
   * The same for calls that one revision answers, where the provider can choose it. Default: this.
   *
   * @param revision the hash of a revision that serves there
   */
  default Invoker towards(String revision) {
    return this;
  }

  /**
   * Sends a request and gives the answer.
   *
   * @throws dev.aloft.error.AloftException MODEL_FAILED when the model answered with an error; the
   *     effect says whether anything was sent
   */
  Reply invoke(Payload payload, Duration timeout);
}
