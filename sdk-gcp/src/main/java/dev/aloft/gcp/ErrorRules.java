package dev.aloft.gcp;

import static dev.aloft.gcp.ErrorRule.of;

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
    "DeleteModel", "DeleteModelVersion", "DeleteEndpoint", "UndeployModel", "DeployModel"
  };

  static final List<ErrorRule> ALL =
      List.of(
          // limits
          of("RESOURCE_EXHAUSTED", ErrorCode.PROVIDER_ERROR)
              .with("exceeds maximum size", "exceeds maximum:")
              .leaving(Effect.UNKNOWN)
              .saying("the answer is larger than the client takes"),
          of("RESOURCE_EXHAUSTED", ErrorCode.THROTTLED)
              .with("rate_limit_exceeded", "ratelimitexceeded", "per minute", "per_minute"),
          of("RESOURCE_EXHAUSTED", ErrorCode.NO_CAPACITY)
              .with("insufficient", "stockout", "does not have enough resources"),
          of("RESOURCE_EXHAUSTED", ErrorCode.QUOTA_EXCEEDED)
              .with("aiplatform.googleapis.com/", "quota"),
          of("RESOURCE_EXHAUSTED", ErrorCode.THROTTLED),
          of("PERMISSION_DENIED", ErrorCode.THROTTLED)
              .with("ratelimitexceeded", "userratelimitexceeded"),
          of("PERMISSION_DENIED", ErrorCode.QUOTA_EXCEEDED).with("quotaexceeded"),
          // access
          of("PERMISSION_DENIED", ErrorCode.PERMISSION_DENIED)
              .with("service_disabled", "accessnotconfigured", "has not been used in project")
              .saying("the service is not switched on in this project"),
          of("PERMISSION_DENIED", ErrorCode.PERMISSION_DENIED)
              .with("actas")
              .saying("the caller may not let work run as that service account"),
          of("PERMISSION_DENIED", ErrorCode.PERMISSION_DENIED),
          of("UNAUTHENTICATED", ErrorCode.CREDENTIALS_EXPIRED)
              .with("expired", "invalid_grant", "reauth"),
          of("UNAUTHENTICATED", ErrorCode.UNAUTHENTICATED),
          // by what was asked
          of("FAILED_PRECONDITION", ErrorCode.MODEL_FAILED)
              .on("RawPredict")
              .leaving(Effect.DONE)
              .saying("the model's container answered with an error"),
          of("FAILED_PRECONDITION", ErrorCode.ALREADY_EXISTS)
              .on("InsertObject", "ComposeObject", "RewriteObject"),
          of("FAILED_PRECONDITION", ErrorCode.INVALID_REQUEST)
              .with("bucket", "region", "location")
              .on("CreateCustomJob", "UploadModel", "DeployModel")
              .saying("what it needs lies in another region"),
          of("FAILED_PRECONDITION", ErrorCode.PERMISSION_DENIED)
              .with("billing")
              .saying("the project has no billing account"),
          of("FAILED_PRECONDITION", ErrorCode.BUSY).on(LATER),
          of("FAILED_PRECONDITION", ErrorCode.INVALID_REQUEST),
          of("ABORTED", ErrorCode.BUSY),
          of("ALREADY_EXISTS", ErrorCode.ALREADY_EXISTS),
          of("NOT_FOUND", ErrorCode.INVALID_REQUEST)
              .with("the specified bucket does not exist")
              .saying("there is no such bucket, and none is made by itself"),
          of("NOT_FOUND", ErrorCode.NOT_FOUND),
          // the request
          of("INVALID_ARGUMENT", ErrorCode.DATA_CORRUPTED)
              .on("InsertObject", "ComposeObject")
              .with("crc32c", "checksum", "hash"),
          of("INVALID_ARGUMENT", ErrorCode.CREDENTIALS_EXPIRED).with("invalid_grant"),
          of("INVALID_ARGUMENT", ErrorCode.INVALID_REQUEST),
          of("OUT_OF_RANGE", ErrorCode.INVALID_REQUEST),
          of("UNIMPLEMENTED", ErrorCode.INVALID_REQUEST)
              .saying(
                  "this host does not serve it: the setting location, or endpoint, names another"
                      + " place"),
          // the service
          of("DATA_LOSS", ErrorCode.DATA_CORRUPTED).leaving(Effect.UNKNOWN),
          of("CANCELLED", ErrorCode.UNAVAILABLE).leaving(Effect.UNKNOWN).blaming(Blame.PROVIDER),
          of("INTERNAL", ErrorCode.UNAVAILABLE).leaving(Effect.UNKNOWN).blaming(Blame.PROVIDER),
          of("UNKNOWN", ErrorCode.UNAVAILABLE).leaving(Effect.UNKNOWN).blaming(Blame.PROVIDER),
          of("DEADLINE_EXCEEDED", ErrorCode.UNAVAILABLE).leaving(Effect.UNKNOWN),
          of("UNAVAILABLE", ErrorCode.UNAVAILABLE)
              .with("connection refused", "unknownhost", "unresolved", "unable to resolve host")
              .saying("it was not sent"),
          of("UNAVAILABLE", ErrorCode.UNAVAILABLE).leaving(Effect.UNKNOWN));

  private ErrorRules() {}
}
