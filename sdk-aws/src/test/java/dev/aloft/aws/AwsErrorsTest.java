package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.cloud.Rows;
import dev.aloft.error.AloftException;
import dev.aloft.error.Blame;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.NextStep;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;

class AwsErrorsTest {
  private static final Map<String, ErrorCode> OF_CONDITION =
      Map.ofEntries(
          Map.entry("no such", ErrorCode.NOT_FOUND),
          Map.entry("name taken", ErrorCode.ALREADY_EXISTS),
          Map.entry("unversioned name taken", ErrorCode.ALREADY_EXISTS),
          Map.entry("endpoint mid-change", ErrorCode.BUSY),
          Map.entry("job already terminal", ErrorCode.CONFLICT),
          Map.entry("MaxWaitTime without spot", ErrorCode.INVALID_REQUEST),
          Map.entry("instance quota", ErrorCode.QUOTA_EXCEEDED),
          Map.entry("rate", ErrorCode.THROTTLED),
          Map.entry("role not assumable", ErrorCode.PERMISSION_DENIED),
          Map.entry("artifact unreachable", ErrorCode.INVALID_REQUEST),
          Map.entry("image missing", ErrorCode.PERMISSION_DENIED),
          Map.entry("scalable target present", ErrorCode.PERMISSION_DENIED),
          Map.entry("ManagedInstanceScaling", ErrorCode.UNSUPPORTED),
          Map.entry("container returned error", ErrorCode.MODEL_FAILED),
          Map.entry("serverless/IC warming", ErrorCode.UNAVAILABLE),
          Map.entry("bad request", ErrorCode.INVALID_REQUEST),
          Map.entry("SageMaker side", ErrorCode.UNAVAILABLE));

  /** Every row of what was seen of the service. */
  @Test
  void knowsEveryTextThatWasSeen() {
    List<String> wrong = new ArrayList<>();
    List<List<String>> rows = Rows.of(AwsErrorsTest.class, "errors.tsv", 6);
    for (List<String> row : rows.subList(1, rows.size())) {
      for (String code : row.get(2).split(" / ", -1)) {
        for (boolean loud : new boolean[] {false, true}) {
          String text = text(row.get(4));
          AwsAnswer answer = answer(row, code, loud ? text.toUpperCase(Locale.ROOT) : text);
          AloftException error = AwsErrors.of(answer);
          if (error.code() != expected(row.get(1))) {
            wrong.add(row.get(1) + ": " + text + " is " + error.code());
          }
        }
      }
    }
    assertThat(rows).hasSizeGreaterThan(30);
    assertThat(wrong).isEmpty();
  }

  private static AwsAnswer answer(List<String> row, String code, String text) {
    String operation = row.get(0).split("[,;(]", -1)[0].replaceAll("^.*/", "");
    String known = code.equals("(denied)") ? "AccessDeniedException" : code;
    int status = Integer.parseInt(row.get(3).split("/", -1)[0]);
    return answer(operation, status, known, text);
  }

  private static ErrorCode expected(String condition) {
    return OF_CONDITION.entrySet().stream()
        .filter(entry -> condition.startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(() -> new AssertionError(condition));
  }

  /** A whole text for the rule in the data. */
  private static String text(String match) {
    String rule = match.replaceAll(" \\(NOT.*", "").replaceAll("^(prefix|contains|suffix): ", "");
    if (match.startsWith("prefix")) {
      return rule + " \"arn:aws:sagemaker:eu-central-1:123456789012:thing/mine\".";
    }
    if (match.startsWith("suffix")) {
      return "The thing you asked for " + rule.split(" / ", -1)[0];
    }
    return match.startsWith("contains") ? "Sorry: " + rule + " \"mine\"." : rule;
  }

  private static AwsAnswer answer(String operation, int status, String code, String text) {
    return new AwsAnswer(
        operation, "mine", "eu-central-1", status, code, text, "id-1", null, null, null);
  }

  @ParameterizedTest
  @CsvSource({
    "ThrottlingException,400,Rate exceeded,THROTTLED,NONE,LIMITS,true",
    "RequestLimitExceeded,400,Slow,THROTTLED,NONE,LIMITS,true",
    "ConflictException,400,There was a conflict,BUSY,NONE,REQUEST,true",
    "SlowDown,503,Reduce your rate,THROTTLED,NONE,LIMITS,true",
    "ResourceLimitExceeded,400,limit,QUOTA_EXCEEDED,NONE,LIMITS,false",
    "AccessDeniedException,400,no,PERMISSION_DENIED,NONE,PERMISSION,false",
    "ExpiredTokenException,400,old,CREDENTIALS_EXPIRED,NONE,PERMISSION,false",
    "UnrecognizedClientException,400,who,UNAUTHENTICATED,NONE,PERMISSION,false",
    "InternalFailure,500,oops,UNAVAILABLE,UNKNOWN,PROVIDER,true",
    "InternalDependencyException,530,oops,UNAVAILABLE,UNKNOWN,PROVIDER,true",
    "ModelNotReadyException,429,warming,UNAVAILABLE,NONE,PROVIDER,true",
    "ModelError,424,bad,MODEL_FAILED,DONE,USER_CODE,false",
    "PreconditionFailed,412,there,ALREADY_EXISTS,NONE,REQUEST,false",
    "ConditionalRequestConflict,409,racing,UNAVAILABLE,NONE,PROVIDER,true",
    "NoSuchKey,404,nothing,NOT_FOUND,NONE,REQUEST,false",
    "'',404,'',NOT_FOUND,NONE,REQUEST,false",
    "'',403,'',PERMISSION_DENIED,NONE,PERMISSION,false",
    "'',503,'',UNAVAILABLE,UNKNOWN,PROVIDER,true",
    "ValidationException,400,Something that nobody has seen,INVALID_REQUEST,NONE,REQUEST,false",
    "ValidationException,400,Using non-ECR image,INVALID_REQUEST,NONE,REQUEST,false",
    "ValidationException,400,Could not find model data at s3://b/k.,INVALID_REQUEST,NONE,REQUEST,false",
    "ValidationException,400,No S3 objects found under S3 URL,INVALID_REQUEST,NONE,REQUEST,false",
    "BrandNewException,400,Something else,PROVIDER_ERROR,UNKNOWN,PROVIDER,false",
    "ValidationError,400,Endpoint mine of account 1 not found.,NOT_FOUND,NONE,REQUEST,false",
    "ValidationError,400,too large,INVALID_REQUEST,NONE,REQUEST,false",
  })
  void meansOneThing(
      String code,
      int status,
      String text,
      ErrorCode means,
      Effect effect,
      Blame blame,
      boolean again) {
    AloftException error = AwsErrors.of(answer("CreateTrainingJob", status, code, text));
    assertThat(error.code()).isEqualTo(means);
    assertThat(error.effect()).isEqualTo(effect);
    assertThat(error.blame()).isEqualTo(blame);
    assertThat(error.isRetryable()).isEqualTo(again);
    assertThat(error.requestId()).contains("id-1");
    assertThat(error.rawCode()).contains(code.isEmpty() ? String.valueOf(status) : code);
  }

  /** A taken name might be said so, where the code of a job's would be another. */
  @ParameterizedTest
  @ValueSource(
      strings = {"CreateModel", "CreateEndpointConfig", "CreateEndpoint", "UpdateEndpoint"})
  void leavesOpenWhatARefusalInNewWordsHasDone(String operation) {
    AloftException error =
        AwsErrors.of(
            answer(operation, 400, "ValidationException", "Something that nobody has seen"));

    assertThat(error.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(error.effect()).isEqualTo(Effect.UNKNOWN);
  }

  @Test
  void passesOnHowLongToWait() {
    AwsAnswer answer =
        new AwsAnswer(
            "ListTrainingJobs",
            "",
            "eu-central-1",
            400,
            "ThrottlingException",
            "Rate exceeded",
            null,
            Duration.ofSeconds(7),
            null,
            null);
    assertThat(AwsErrors.of(answer).retryAfter()).contains(Duration.ofSeconds(7));
  }

  @Test
  void showsTheTwoCommandsThatMakeABucket() {
    AwsAnswer answer =
        new AwsAnswer(
            "PutObject",
            "s3://team-bucket/aloft/log/id",
            "eu-central-1",
            404,
            "NoSuchBucket",
            "The specified bucket does not exist",
            null,
            null,
            null,
            null);
    AloftException error = AwsErrors.of(answer);
    assertThat(error.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(error.nextSteps()).hasSize(2);
    assertThat(error.nextSteps().get(0).line())
        .isEqualTo(
            "aws s3api create-bucket --bucket team-bucket --region eu-central-1"
                + " --create-bucket-configuration LocationConstraint=eu-central-1");
    assertThat(error.nextSteps().get(1).line())
        .startsWith("aws s3api put-public-access-block --bucket team-bucket");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "No S3 objects found under S3 URL \"s3://theirs/a/b\" given in input data source. Please",
        "Could not find model data at s3://theirs/a/b.",
        "Could not access model data at s3://theirs/a/b. Please ensure that the role"
      })
  void showsHowToLookForWhatIsNotThere(String text) {
    AloftException error =
        AwsErrors.of(answer("CreateTrainingJob", 400, "ValidationException", text));

    assertThat(error.nextSteps())
        .extracting(NextStep::line)
        .containsExactly(
            "aws s3 ls s3://theirs/a/b", "aws s3api get-bucket-location --bucket theirs");
  }

  @Test
  void saysWhatTheCallerNeedsToTakeLabelsAway() {
    AloftException error =
        AwsErrors.of(
            answer(
                "DeleteTags",
                400,
                "AccessDeniedException",
                "User: arn:aws:sts::123456789012:assumed-role/dev/me is not authorized to perform:"
                    + " sagemaker:DeleteTags on resource: arn:aws:sagemaker:…:endpoint/mine"));
    assertThat(error.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(error.summary()).contains("needs sagemaker:DeleteTags to take labels away");
  }

  @Test
  void namesTheRegionOfABucketElsewhere() {
    AwsAnswer answer =
        new AwsAnswer(
            "HeadBucket",
            "s3://b",
            "eu-central-1",
            301,
            "PermanentRedirect",
            "",
            null,
            null,
            "us-west-2",
            null);
    AloftException error = AwsErrors.of(answer);
    assertThat(error.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(error.nextSteps().get(0).line()).contains("us-west-2");
  }

  @Test
  void readsTheNameOfAQuota() {
    AloftException error =
        AwsErrors.of(
            answer(
                "CreateTrainingJob",
                400,
                "ResourceLimitExceeded",
                "The account-level service limit 'ml.m5.xlarge for training job usage' is 0"
                    + " Instances, with current utilization of 0 Instances and a request delta of"
                    + " 1 Instances."));
    assertThat(error.nextSteps().get(0).line())
        .contains("Quotas[?QuotaName=='ml.m5.xlarge for training job usage']");
  }

  @Test
  void knowsWhetherAnythingWasSent() {
    AloftException refused = client(new ConnectException("refused"));
    assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(refused.effect()).isEqualTo(Effect.NONE);
    AloftException lost = client(new SocketTimeoutException("Read timed out"));
    assertThat(lost.code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(lost.effect()).isEqualTo(Effect.UNKNOWN);
    AloftException late =
        AwsErrors.translate(ApiCallTimeoutException.create(5), "CreateTrainingJob", "mine", null);
    assertThat(late.code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(late.effect()).isEqualTo(Effect.UNKNOWN);
  }

  @Test
  void asksForCredentialsWhereThereAreNone() {
    AloftException error =
        AwsErrors.translate(
            SdkClientException.create("Unable to load credentials from any of the providers"),
            "CreateTrainingJob",
            "mine",
            null);
    assertThat(error.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
    assertThat(error.effect()).isEqualTo(Effect.NONE);
    assertThat(error.nextSteps()).isNotEmpty();
  }

  private static AloftException client(Exception cause) {
    return AwsErrors.translate(
        SdkClientException.create("Unable to execute HTTP request", cause),
        "CreateTrainingJob",
        "mine",
        null);
  }
}
