package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.error.ErrorCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointFailuresTest {

  @ParameterizedTest
  @CsvSource({
    "Unable to provision requested ML compute capacity due to insufficient capacity., NO_CAPACITY",
    "Request failed: insufficient capacity, NO_CAPACITY",
    "CapacityError: Unable to provision requested ML compute capacity., NO_CAPACITY",
    "The container for production variant r ran out of disk capacity., MODEL_FAILED",
    "Could not access model data at s3://models/churn/., INVALID_REQUEST",
    "The role does not grant ecr:GetDownloadUrlForLayer permission., PERMISSION_DENIED",
    "The variant r did not pass the ping health check., MODEL_FAILED",
    "Request to service failed., PROVIDER_ERROR",
  })
  void saysWhoseFailureItIs(String reason, ErrorCode code) {
    assertThat(EndpointFailures.code(reason)).isEqualTo(code);
  }
}
