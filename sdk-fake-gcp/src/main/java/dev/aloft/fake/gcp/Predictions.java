package dev.aloft.fake.gcp;

import dev.aloft.fake.Answer;

/** How endpoints answer what comes by HTTP: {@code :predict} and {@code :rawPredict}. */
@FunctionalInterface
interface Predictions {

  /**
   * Answers a prediction.
   *
   * @param endpoint as in the path, such as {@code projects/1/locations/us-central1/endpoints/2}
   * @param raw whether the body goes to the container as it is
   * @param contentType the body's type; empty when it has none
   * @return with the headers that name the deployed model; a {@link GcpFailure} is written by HTTP
   */
  Answer predict(String endpoint, boolean raw, String contentType, byte[] body) throws Exception;
}
