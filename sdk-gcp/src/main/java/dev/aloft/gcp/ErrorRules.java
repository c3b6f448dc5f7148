package dev.aloft.gcp;

import dev.aloft.error.Blame;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import java.util.List;

/**
 * What the services' answers mean, the first rule that fits. The same code says different things: a
 * used-up rate, a used-up quota and an answer that is too large are all {@code RESOURCE_EXHAUSTED},
 * and {@code FAILED_PRECONDITION} is a conflict, a container's own error or an object that is there
 * already, by what was asked.
 */
final class ErrorRules {
  /** What a look cannot tell apart from being too early, just after another write. */
  private static final String[] LATER = {
    "DeleteModel",
    "DeleteModelVersion",
    "DeleteEndpoint",
    "UndeployModel",
    "DeployModel",
    "UpdateEndpoint"
  };

  static final List<ErrorRule> ALL =
      List.of(
          // limits
          ErrorRule.of("RESOURCE_EXHAUSTED", ErrorCode.PROVIDER_ERROR)
              .with("exceeds maximum size", "exceeds maximum:")
              .leaving(Effect.UNKNOWN)
              .saying("the answer is larger than the client takes"),
          ErrorRule.of("RESOURCE_EXHAUSTED", ErrorCode.THROTTLED)
              .with(
                  "rate_limit_exceeded",
                  "ratelimitexceeded",
                  "per minute",
                  "per_minute",
                  "perminute"),
          ErrorRule.of("RESOURCE_EXHAUSTED", ErrorCode.QUOTA_EXCEEDED)
              .with("aiplatform.googleapis.com/", "quota"),
          ErrorRule.of("RESOURCE_EXHAUSTED", ErrorCode.NO_CAPACITY)
              .with("insufficient", "stockout", "does not have enough resources"),
          ErrorRule.of("RESOURCE_EXHAUSTED", ErrorCode.THROTTLED),
          ErrorRule.of("PERMISSION_DENIED", ErrorCode.THROTTLED)
              .with("ratelimitexceeded", "userratelimitexceeded"),
          ErrorRule.of("PERMISSION_DENIED", ErrorCode.QUOTA_EXCEEDED).with("quotaexceeded"),
          // access
          ErrorRule.of("PERMISSION_DENIED", ErrorCode.PERMISSION_DENIED)
              .with("service_disabled", "accessnotconfigured", "has not been used in project")
              .saying("the service is not switched on in this project"),
          ErrorRule.of("PERMISSION_DENIED", ErrorCode.PERMISSION_DENIED)
              .with("actas")
              .saying("the caller may not let work run as that service account"),
          ErrorRule.of("PERMISSION_DENIED", ErrorCode.PERMISSION_DENIED),
          ErrorRule.of("UNAUTHENTICATED", ErrorCode.CREDENTIALS_EXPIRED)
              .with("expired", "invalid_grant", "reauth"),
          ErrorRule.of("UNAUTHENTICATED", ErrorCode.UNAUTHENTICATED),
          // by what was asked
          ErrorRule.of("FAILED_PRECONDITION", ErrorCode.BUSY).with("other operations running"),
          ErrorRule.of("FAILED_PRECONDITION", ErrorCode.MODEL_FAILED)
              .on("RawPredict")
              .with("container", "model server", "prediction failed")
              .leaving(Effect.DONE)
              .saying("the model's container answered with an error"),
          ErrorRule.of("FAILED_PRECONDITION", ErrorCode.ALREADY_EXISTS)
              .on("InsertObject", "ComposeObject", "RewriteObject"),
          ErrorRule.of("FAILED_PRECONDITION", ErrorCode.INVALID_REQUEST)
              .with(
                  "another region",
                  "different region",
                  "same region",
                  "in the region of",
                  "bucket location")
              .on("CreateCustomJob", "UploadModel", "DeployModel")
              .saying("what it needs lies in another region"),
          ErrorRule.of("FAILED_PRECONDITION", ErrorCode.PERMISSION_DENIED)
              .with("billing")
              .saying("the project has no billing account"),
          ErrorRule.of("FAILED_PRECONDITION", ErrorCode.BUSY).on(LATER),
          ErrorRule.of("FAILED_PRECONDITION", ErrorCode.INVALID_REQUEST),
          ErrorRule.of("ABORTED", ErrorCode.BUSY),
          ErrorRule.of("ALREADY_EXISTS", ErrorCode.ALREADY_EXISTS),
          ErrorRule.of("NOT_FOUND", ErrorCode.INVALID_REQUEST)
              .with("the specified bucket does not exist")
              .saying("there is no such bucket, and none is made by itself"),
          ErrorRule.of("NOT_FOUND", ErrorCode.NOT_FOUND),
          // the request
          ErrorRule.of("INVALID_ARGUMENT", ErrorCode.DATA_CORRUPTED)
              .on("InsertObject", "ComposeObject")
              .with("crc32c", "checksum", "hash"),
          ErrorRule.of("INVALID_ARGUMENT", ErrorCode.CREDENTIALS_EXPIRED).with("invalid_grant"),
          ErrorRule.of("INVALID_ARGUMENT", ErrorCode.INVALID_REQUEST),
          ErrorRule.of("OUT_OF_RANGE", ErrorCode.INVALID_REQUEST),
          ErrorRule.of("UNIMPLEMENTED", ErrorCode.INVALID_REQUEST)
              .saying(
                  "this host does not serve it: the setting location, or endpoint, names another"
                      + " place"),
          // the service
          ErrorRule.of("DATA_LOSS", ErrorCode.DATA_CORRUPTED).leaving(Effect.UNKNOWN),
          ErrorRule.of("CANCELLED", ErrorCode.UNAVAILABLE)
              .leaving(Effect.UNKNOWN)
              .blaming(Blame.PROVIDER),
          ErrorRule.of("INTERNAL", ErrorCode.UNAVAILABLE)
              .leaving(Effect.UNKNOWN)
              .blaming(Blame.PROVIDER),
          ErrorRule.of("UNKNOWN", ErrorCode.UNAVAILABLE)
              .leaving(Effect.UNKNOWN)
              .blaming(Blame.PROVIDER),
          ErrorRule.of("DEADLINE_EXCEEDED", ErrorCode.UNAVAILABLE).leaving(Effect.UNKNOWN),
          ErrorRule.of("UNAVAILABLE", ErrorCode.UNAVAILABLE)
              .with("connection refused", "unknownhost", "unresolved", "unable to resolve host")
              .saying("it was not sent"),
          ErrorRule.of("UNAVAILABLE", ErrorCode.UNAVAILABLE).leaving(Effect.UNKNOWN));

  private ErrorRules() {}
}
