package dev.aloft.aws;

import static dev.aloft.aws.ErrorRule.Place.CONTAINS;
import static dev.aloft.aws.ErrorRule.Place.ENDS;
import static dev.aloft.aws.ErrorRule.Place.STARTS;

import dev.aloft.error.Blame;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the services' answers mean. Rules with a text come before those with a code alone, the
 * longest text first, since some are the beginning of others.
 */
final class ErrorRules {
  private static final Set<String> VALIDATION =
      Set.of("ValidationException", "ValidationError", "InvalidParameterValue");
  private static final Set<String> DENIED =
      Set.of("AccessDeniedException", "AccessDenied", "UnauthorizedOperation", "AllAccessDisabled");
  private static final List<ErrorRule> ALL = sorted();

  private ErrorRules() {}

  /** Whether the service says that the request is wrong, in words that may not be known. */
  static boolean isRefusal(AwsAnswer answer) {
    return VALIDATION.contains(answer.code());
  }

  /** The rule for an answer; null when none knows it. */
  static @Nullable ErrorRule match(AwsAnswer answer) {
    for (ErrorRule rule : ALL) {
      if (rule.matches(answer)) {
        return rule;
      }
    }
    return null;
  }

  private static List<ErrorRule> sorted() {
    List<ErrorRule> rules = new ArrayList<>();
    missing(rules);
    taken(rules);
    busy(rules);
    configuration(rules);
    limits(rules);
    access(rules);
    runtime(rules);
    store(rules);
    rules.sort(Comparator.comparing((ErrorRule rule) -> -rule.text().length()));
    return List.copyOf(rules);
  }

  private static void missing(List<ErrorRule> rules) {
    for (String text :
        List.of(
            "Requested resource not found",
            "Could not find requested job",
            "Could not find endpoint configuration",
            "Could not find endpoint",
            "Could not find model",
            "Could not find inference component",
            "Could not find",
            "Amazon SageMaker can't find")) {
      rules.add(rule(Set.of(), STARTS, text, ErrorCode.NOT_FOUND));
    }
    rules.add(rule(VALIDATION, CONTAINS, "Could not find job to update", ErrorCode.NOT_FOUND));
    rules.add(rule(VALIDATION, ENDS, "does not exist.", ErrorCode.NOT_FOUND));
    rules.add(rule(VALIDATION, ENDS, "does not exist", ErrorCode.NOT_FOUND));
    rules.add(rule(Set.of("ValidationError"), ENDS, "not found.", ErrorCode.NOT_FOUND));
    code(rules, ErrorCode.NOT_FOUND, "ResourceNotFound", "ResourceNotFoundException");
    code(rules, ErrorCode.NOT_FOUND, "ObjectNotFoundException", "NoSuchResourceException");
  }

  private static void taken(List<ErrorRule> rules) {
    rules.add(
        rule(VALIDATION, CONTAINS, "Cannot create already existing", ErrorCode.ALREADY_EXISTS));
    rules.add(rule(VALIDATION, CONTAINS, "already exists", ErrorCode.ALREADY_EXISTS));
    code(rules, ErrorCode.ALREADY_EXISTS, "ResourceInUse", "ResourceAlreadyExistsException");
  }

  private static void busy(List<ErrorRule> rules) {
    rules.add(rule(VALIDATION, STARTS, "Cannot update in-progress endpoint", ErrorCode.BUSY));
    code(
        rules,
        ErrorCode.BUSY,
        "ConflictException",
        "ConcurrentUpdateException",
        "OperationAborted");
    rules.add(
        new ErrorRule(
            VALIDATION,
            CONTAINS,
            "request was rejected because the",
            ErrorCode.CONFLICT,
            Effect.DONE,
            null,
            "the work has ended already"));
  }

  private static void configuration(List<ErrorRule> rules) {
    rules.add(
        explained(
            "Could not assume role",
            ErrorCode.PERMISSION_DENIED,
            Blame.PERMISSION,
            "the service may not use the role; one that was made a minute ago needs another"));
    rules.add(
        explained(
            "Could not access model data at",
            ErrorCode.INVALID_REQUEST,
            Blame.REQUEST,
            "the role cannot read the model, or the bucket is in another region"));
    rules.add(
        explained(
            "Could not find model data",
            ErrorCode.INVALID_REQUEST,
            Blame.REQUEST,
            "the model's files are not where the request says"));
    rules.add(
        explained(
            "No S3 objects found",
            ErrorCode.INVALID_REQUEST,
            Blame.REQUEST,
            "an input has no objects, or its bucket is in another region"));
    rules.add(
        explained(
            "does not grant ecr:GetDownloadUrlForLayer",
            ErrorCode.PERMISSION_DENIED,
            Blame.PERMISSION,
            "the image cannot be read, or does not exist"));
    rules.add(
        explained(
            "Invalid MaxWaitTimeInSeconds",
            ErrorCode.INVALID_REQUEST,
            Blame.REQUEST,
            "a time to wait is for spot machines, and as long as the run at least"));
    rules.add(
        rule(
            VALIDATION,
            CONTAINS,
            "ManagedInstanceScaling is not supported",
            ErrorCode.UNSUPPORTED));
    rules.add(
        rule(VALIDATION, CONTAINS, "failed to satisfy constraint", ErrorCode.INVALID_REQUEST));
    rules.add(rule(VALIDATION, CONTAINS, "validation error detected", ErrorCode.INVALID_REQUEST));
    rules.add(rule(VALIDATION, CONTAINS, "validation errors detected", ErrorCode.INVALID_REQUEST));
    code(
        rules,
        ErrorCode.INVALID_REQUEST,
        "SerializationException",
        "InvalidParameterException",
        "InvalidParameterCombination",
        "MissingParameter",
        "InvalidRequestException",
        "InvalidRequest",
        "InvalidArgument");
    code(rules, ErrorCode.UNSUPPORTED, "UnknownOperationException", "NotImplemented");
  }

  private static void limits(List<ErrorRule> rules) {
    code(
        rules,
        ErrorCode.QUOTA_EXCEEDED,
        "ResourceLimitExceeded",
        "LimitExceededException",
        "QuotaExceededException",
        "ServiceQuotaExceededException",
        "TooManyBuckets");
    code(
        rules,
        ErrorCode.THROTTLED,
        "ThrottlingException",
        "Throttling",
        "ThrottledException",
        "RequestThrottledException",
        "RequestLimitExceeded",
        "TooManyRequestsException",
        "SlowDown",
        "EC2ThrottledException");
  }

  private static void access(List<ErrorRule> rules) {
    rules.add(
        new ErrorRule(
            Set.of(),
            CONTAINS,
            "Application AutoScaling scalable target exists for a variant being deleted",
            ErrorCode.PERMISSION_DENIED,
            Effect.NONE,
            Blame.PERMISSION,
            "the caller needs application-autoscaling:DeregisterScalableTarget to remove an"
                + " endpoint that scales"));
    rules.add(
        new ErrorRule(
            DENIED,
            CONTAINS,
            "is not authorized to perform: sagemaker:DeleteTags",
            ErrorCode.PERMISSION_DENIED,
            Effect.NONE,
            Blame.PERMISSION,
            "the caller needs sagemaker:DeleteTags to take labels away from an endpoint"));
    code(rules, ErrorCode.PERMISSION_DENIED, DENIED.toArray(String[]::new));
    code(rules, ErrorCode.PERMISSION_DENIED, "OptInRequired", "AccountProblem", "NotSignedUp");
    code(
        rules,
        ErrorCode.CREDENTIALS_EXPIRED,
        "ExpiredTokenException",
        "ExpiredToken",
        "RequestExpired",
        "TokenRefreshRequired");
    code(
        rules,
        ErrorCode.UNAUTHENTICATED,
        "UnrecognizedClientException",
        "InvalidClientTokenId",
        "InvalidAccessKeyId",
        "InvalidToken",
        "InvalidSignatureException",
        "SignatureDoesNotMatch",
        "IncompleteSignature",
        "IncompleteSignatureException",
        "MissingAuthenticationToken",
        "MissingAuthenticationTokenException",
        "AuthFailure",
        "RequestTimeTooSkewed");
  }

  private static void runtime(List<ErrorRule> rules) {
    rules.add(
        new ErrorRule(
            Set.of("ModelError"),
            CONTAINS,
            "",
            ErrorCode.MODEL_FAILED,
            Effect.DONE,
            null,
            "the model's container answered with an error"));
    unavailable(rules, Effect.NONE, "ModelNotReadyException");
    rules.add(rule(Set.of("ValidationError"), CONTAINS, "", ErrorCode.INVALID_REQUEST));
    unavailable(
        rules,
        Effect.UNKNOWN,
        "InternalFailure",
        "InternalFailureException",
        "InternalServerException",
        "InternalServerError",
        "InternalError",
        "InternalDependencyException",
        "ServiceUnavailable",
        "ServiceUnavailableException",
        "RequestTimeout",
        "RequestTimeoutException");
  }

  private static void store(List<ErrorRule> rules) {
    code(rules, ErrorCode.ALREADY_EXISTS, "PreconditionFailed");
    rules.add(
        new ErrorRule(
            Set.of("ConditionalRequestConflict"),
            CONTAINS,
            "",
            ErrorCode.UNAVAILABLE,
            Effect.NONE,
            null,
            "another write of the same object is under way"));
    code(rules, ErrorCode.NOT_FOUND, "NoSuchKey", "NoSuchUpload", "NoSuchVersion");
    rules.add(
        new ErrorRule(
            Set.of("NoSuchBucket"),
            CONTAINS,
            "",
            ErrorCode.INVALID_REQUEST,
            Effect.NONE,
            null,
            "there is no such bucket, and none is made by itself"));
    rules.add(
        new ErrorRule(
            Set.of(
                "PermanentRedirect",
                "TemporaryRedirect",
                "AuthorizationHeaderMalformed",
                "IllegalLocationConstraintException"),
            CONTAINS,
            "",
            ErrorCode.INVALID_REQUEST,
            Effect.NONE,
            null,
            "the bucket is in another region"));
    code(
        rules,
        ErrorCode.INVALID_REQUEST,
        "InvalidBucketName",
        "KeyTooLongError",
        "EntityTooLarge",
        "EntityTooSmall",
        "MetadataTooLarge",
        "InvalidRange",
        "InvalidObjectState");
    code(
        rules,
        ErrorCode.DATA_CORRUPTED,
        "BadDigest",
        "InvalidDigest",
        "XAmzContentSHA256Mismatch",
        "InvalidPart",
        "InvalidPartOrder",
        "IncompleteBody");
  }

  private static void code(List<ErrorRule> rules, ErrorCode means, String... codes) {
    rules.add(rule(Set.of(codes), CONTAINS, "", means));
  }

  private static void unavailable(List<ErrorRule> rules, Effect effect, String... codes) {
    rules.add(
        new ErrorRule(
            Set.of(codes), CONTAINS, "", ErrorCode.UNAVAILABLE, effect, Blame.PROVIDER, ""));
  }

  private static ErrorRule explained(String text, ErrorCode means, Blame blame, String words) {
    return new ErrorRule(Set.of(), CONTAINS, text, means, Effect.NONE, blame, words);
  }

  private static ErrorRule rule(
      Set<String> codes, ErrorRule.Place place, String text, ErrorCode means) {
    return new ErrorRule(codes, place, text, means, Effect.NONE, null, "");
  }
}
