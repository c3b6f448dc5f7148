package dev.aloft.fake;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One request that the cloud was asked, for a test to look at.
 *
 * @param at when, by the cloud's clock
 * @param service such as {@code sagemaker}
 * @param operation such as {@code CreateTrainingJob}
 * @param resource what it was about, such as a name or a key; empty when unknown
 * @param action what a policy would have to allow, such as {@code sagemaker:CreateTrainingJob}
 * @param principal who asked: the access key
 * @param body the request's JSON text; null where the service has none
 * @param status the status that was answered; 0 when no answer was sent
 * @param code the error's code; null when it was no error
 */
public record Exchange(
    Instant at,
    String service,
    String operation,
    String resource,
    String action,
    String principal,
    @Nullable String body,
    int status,
    @Nullable String code) {

  /**
   * An answered request.
   *
   * @param at when, by the cloud's clock
   * @param asked what it asked for
   * @param status the status that was answered; 0 when no answer was sent
   * @param code the error's code; null when it was no error
   */
  public static Exchange of(Instant at, Question asked, int status, @Nullable String code) {
    return new Exchange(
        at,
        asked.service(),
        asked.operation(),
        asked.resource(),
        asked.action(),
        asked.principal(),
        asked.body(),
        status,
        code);
  }
}
