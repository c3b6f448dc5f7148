package dev.aloft.fake.gcp;

import dev.aloft.fake.Answer;
import java.util.Map;

/** How endpoints answer what comes by HTTP: {@code :predict} and {@code :rawPredict}. */
@FunctionalInterface
interface Predictions {

  /** Answers; with the headers that name the deployed model where that is raw. */
  Answer predict(Asked asked) throws Exception;

  /**
   * A prediction that is asked for.
   *
   * @param endpoint such as {@code projects/1/locations/us-central1/endpoints/2}
   * @param door by which host it came
   * @param raw whether the body goes to the container as it is
   * @param contentType the body's type; empty when it has none
   * @param headers of the request, by lower-case name
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Asked(
      String endpoint,
      Door door,
      boolean raw,
      String contentType,
      Map<String, String> headers,
      byte[] body) {}
}
