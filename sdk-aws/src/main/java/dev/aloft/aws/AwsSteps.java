package dev.aloft.aws;

import dev.aloft.error.ErrorCode;
import dev.aloft.error.NextStep;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lines that help after an answer, ready to be pasted. Pure. */
final class AwsSteps {
  private static final Pattern QUOTA = Pattern.compile("service limit '([^']+)'");
  private static final Pattern ROLE = Pattern.compile("role/(?:[^ ,'\"]*/)?([a-zA-Z0-9+=,.@_-]+)");
  private static final Pattern MISSING =
      Pattern.compile(
          "(?:under S3 URL|model data at) \"?(s3://([a-z0-9.-]+)[^\"\\s]*?)(?:\"|\\.?(?:\\s|$))");
  private static final Pattern ACTION = Pattern.compile("perform: ([a-zA-Z0-9-]+:[a-zA-Z]+)");

  private AwsSteps() {}

  static List<NextStep> of(AwsAnswer answer, @Nullable ErrorRule rule, ErrorCode code) {
    if (answer.code().equals("NoSuchBucket")) {
      return makeBucket(answer);
    }
    Matcher missing = MISSING.matcher(answer.text());
    if (missing.find()) {
      return List.of(
          NextStep.shell("see what is there", "aws s3 ls " + missing.group(1)),
          NextStep.shell(
              "see in which region the bucket is",
              "aws s3api get-bucket-location --bucket " + missing.group(2)));
    }
    if (answer.bucketRegion() != null && code == ErrorCode.INVALID_REQUEST) {
      return List.of(
          NextStep.java(
              "use the bucket's region", ".set(\"region\", \"" + answer.bucketRegion() + "\")"));
    }
    return switch (code) {
      case UNAUTHENTICATED, CREDENTIALS_EXPIRED -> signIn();
      case PERMISSION_DENIED -> permission(answer);
      case QUOTA_EXCEEDED -> quota(answer);
      case NOT_FOUND -> look(answer);
      case MODEL_FAILED -> endpointLog(answer);
      case BUSY -> List.of(NextStep.shell("see what is going on", describe("endpoint", answer)));
      case UNAVAILABLE ->
          List.of(
              NextStep.shell(
                  "see whether AWS answers from here",
                  "aws sts get-caller-identity" + region(answer)));
      default -> List.of();
    };
  }

  /** The two commands that make a bucket nobody else can read. */
  private static List<NextStep> makeBucket(AwsAnswer answer) {
    String bucket =
        S3Uri.fault(answer.resource()).isEmpty()
            ? S3Uri.of(answer.resource()).bucket()
            : answer.resource();
    boolean named = answer.region() != null && !"us-east-1".equals(answer.region());
    String region = answer.region() == null ? "" : " --region " + answer.region();
    String place =
        named ? " --create-bucket-configuration LocationConstraint=" + answer.region() : "";
    return List.of(
        NextStep.shell(
            "make the bucket", "aws s3api create-bucket --bucket " + bucket + region + place),
        NextStep.shell(
            "keep it private",
            "aws s3api put-public-access-block --bucket "
                + bucket
                + region
                + " --public-access-block-configuration BlockPublicAcls=true,"
                + "IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true"));
  }

  private static List<NextStep> signIn() {
    return List.of(
        NextStep.shell("sign in", "aws sso login"),
        NextStep.shell("see who AWS takes you for", "aws sts get-caller-identity"));
  }

  private static List<NextStep> permission(AwsAnswer answer) {
    List<NextStep> steps = new ArrayList<>();
    if (S3Uri.fault(answer.resource()).isEmpty()) {
      steps.add(
          NextStep.shell(
              "see whether these credentials may use the bucket at all",
              "aws s3api head-bucket --bucket " + S3Uri.of(answer.resource()).bucket()));
    }
    Matcher role = ROLE.matcher(answer.text());
    if (answer.text().contains("assume role") && role.find()) {
      steps.add(
          NextStep.shell(
              "see whether sagemaker.amazonaws.com may assume it",
              "aws iam get-role --role-name " + role.group(1)));
    }
    Matcher action = ACTION.matcher(answer.text());
    if (action.find()) {
      steps.add(
          NextStep.shell(
              "ask whether a policy allows it",
              "aws iam simulate-principal-policy --policy-source-arn YOUR_ARN --action-names "
                  + action.group(1)));
    }
    steps.add(NextStep.shell("see who AWS takes you for", "aws sts get-caller-identity"));
    return steps;
  }

  private static List<NextStep> quota(AwsAnswer answer) {
    Matcher quota = QUOTA.matcher(answer.text());
    String which = quota.find() ? " --query \"Quotas[?QuotaName=='" + quota.group(1) + "']\"" : "";
    return List.of(
        NextStep.shell(
            "see the quota and its code",
            "aws service-quotas list-service-quotas --service-code sagemaker"
                + region(answer)
                + which),
        NextStep.shell(
            "ask for more",
            "aws service-quotas request-service-quota-increase --service-code sagemaker"
                + region(answer)
                + " --quota-code CODE --desired-value N"));
  }

  private static List<NextStep> look(AwsAnswer answer) {
    String kind = kind(answer.operation());
    return kind.isEmpty()
        ? List.of()
        : List.of(
            NextStep.shell("see which there are", "aws sagemaker list-" + kind + region(answer)));
  }

  private static String kind(String operation) {
    if (operation.endsWith("TrainingJob")) {
      return "training-jobs";
    }
    if (operation.endsWith("EndpointConfig")) {
      return "endpoint-configs";
    }
    if (operation.contains("Endpoint")) {
      return "endpoints";
    }
    if (operation.contains("ModelPackageGroup")) {
      return "model-package-groups";
    }
    if (operation.contains("ModelPackage")) {
      return "model-packages";
    }
    return operation.endsWith("Model") ? "models" : "";
  }

  private static List<NextStep> endpointLog(AwsAnswer answer) {
    return List.of(
        NextStep.shell(
            "read what the container printed",
            "aws logs tail /aws/sagemaker/Endpoints/" + answer.resource() + region(answer)));
  }

  private static String describe(String kind, AwsAnswer answer) {
    return "aws sagemaker describe-"
        + kind
        + " --"
        + kind
        + "-name "
        + answer.resource()
        + region(answer);
  }

  private static String region(AwsAnswer answer) {
    return answer.region() == null ? "" : " --region " + answer.region();
  }
}
