package dev.aloft.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.gax.grpc.GrpcStatusCode;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.ApiExceptionFactory;
import com.google.api.gax.rpc.ErrorDetails;
import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.QuotaFailure;
import dev.aloft.driver.Settings;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.http.HttpAnswer;
import dev.aloft.layer.Call;
import dev.aloft.layer.Level;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;

/** What a service says only in the details of its answer, over both transports. */
class AnswerDetailsTest {
  private static final String METRIC =
      "aiplatform.googleapis.com/custom_model_training_nvidia_l4_gpus";

  private final GcpErrors errors =
      new GcpErrors(GcpConfig.of(new Settings(Map.of("project", "p"), Map.of(), Set.of())));

  @Test
  void aQuotaThatStandsInTheDetailsAloneIsNoRate() {
    QuotaFailure quota =
        QuotaFailure.newBuilder()
            .addViolations(
                QuotaFailure.Violation.newBuilder()
                    .setSubject("project:p")
                    .setDescription("the limit of " + METRIC + " is reached"))
            .build();

    AloftException error = rpc(Status.Code.RESOURCE_EXHAUSTED, "Resource exhausted", quota);

    assertThat(error.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
    assertThat(error.summary()).contains(METRIC);
    assertThat(error.nextSteps()).anySatisfy(step -> assertThat(step.line()).contains(METRIC));
    assertThat(
            http(
                    429,
                    "RESOURCE_EXHAUSTED",
                    "QuotaFailure",
                    "\"violations\":[{\"subject\":\"project:p\",\"description\":\"used up\"}]")
                .code())
        .isEqualTo(ErrorCode.QUOTA_EXCEEDED);
  }

  @Test
  void aRateInTheDetailsIsWaitedFor() {
    QuotaFailure rate =
        QuotaFailure.newBuilder()
            .addViolations(
                QuotaFailure.Violation.newBuilder()
                    .setQuotaMetric("aiplatform.googleapis.com/online_prediction_requests")
                    .setQuotaId("OnlinePredictionRequestsPerMinutePerProjectPerRegion"))
            .build();

    assertThat(rpc(Status.Code.RESOURCE_EXHAUSTED, "Resource exhausted", rate).code())
        .isEqualTo(ErrorCode.THROTTLED);
  }

  @Test
  void theFieldThatIsWrongIsNamed() {
    BadRequest wrong =
        BadRequest.newBuilder()
            .addFieldViolations(
                BadRequest.FieldViolation.newBuilder()
                    .setField("custom_job.job_spec")
                    .setDescription("no such machine"))
            .build();

    assertThat(rpc(Status.Code.INVALID_ARGUMENT, "Invalid request", wrong).summary())
        .isEqualTo("Invalid request; custom_job.job_spec: no such machine");
    assertThat(
            http(
                    400,
                    "INVALID_ARGUMENT",
                    "BadRequest",
                    "\"fieldViolations\":[{\"field\":\"name\",\"description\":\"too long\"}]")
                .summary())
        .isEqualTo("no; name: too long");
  }

  @Test
  void theConditionThatDoesNotHoldIsNamedAndNothingIsSaidTwice() {
    PreconditionFailure failed =
        PreconditionFailure.newBuilder()
            .addViolations(
                PreconditionFailure.Violation.newBuilder()
                    .setType("TOS")
                    .setSubject("google.com/cloud")
                    .setDescription("not accepted"))
            .build();

    assertThat(rpc(Status.Code.FAILED_PRECONDITION, "No", failed).summary())
        .isEqualTo("No; TOS: google.com/cloud: not accepted");
    assertThat(
            rpc(Status.Code.FAILED_PRECONDITION, "No: TOS: google.com/cloud: not accepted", failed)
                .summary())
        .isEqualTo("No: TOS: google.com/cloud: not accepted");
  }

  private AloftException rpc(Status.Code code, String text, Message detail) {
    ApiException failure =
        ApiExceptionFactory.createException(
            code.toStatus().withDescription(text).asRuntimeException(),
            GrpcStatusCode.of(code),
            false,
            ErrorDetails.builder().setRawErrorMessages(List.of(Any.pack(detail))).build());
    return errors.of(failure, "CreateCustomJob", "thing");
  }

  private AloftException http(int status, String code, String type, String body) {
    String text =
        "{\"error\":{\"status\":\""
            + code
            + "\",\"message\":\"no\",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc."
            + type
            + "\","
            + body
            + "}]}}";
    return errors.of(
        Call.builder(Level.REQUEST, "RawPredict").at("gcp", "test").resource("thing").build(),
        new HttpAnswer(status, Headers.of(), text.getBytes(StandardCharsets.UTF_8)));
  }
}
