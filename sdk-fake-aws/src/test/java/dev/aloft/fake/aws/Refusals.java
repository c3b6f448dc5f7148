package dev.aloft.fake.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Says what a service refuses, in which words. */
final class Refusals {
  private Refusals() {}

  static void assertInvalid(Runnable request, String text) {
    assertRefused(request, "ValidationException", text);
  }

  static void assertRefused(Runnable request, String code, String text) {
    assertThatThrownBy(request::run)
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            refusal -> assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code))
        .hasMessageContaining(text);
  }
}
