package dev.aloft.fake.gcp.internal.gcs;

import org.jspecify.annotations.Nullable;

/** An error that Cloud Storage answers. */
final class GcsFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String reason;
  private final @Nullable String header;

  GcsFailure(int status, String reason, String message) {
    this(status, reason, message, null);
  }

  private GcsFailure(int status, String reason, String message, @Nullable String header) {
    super(message, null, false, false);
    this.status = status;
    this.reason = reason;
    this.header = header;
  }

  static GcsFailure invalid(String message) {
    return new GcsFailure(400, "invalid", message);
  }

  static GcsFailure required(String message) {
    return new GcsFailure(400, "required", message);
  }

  static GcsFailure noSuchBucket() {
    return new GcsFailure(404, "notFound", "The specified bucket does not exist.");
  }

  static GcsFailure noSuchObject(String bucket, String name) {
    return new GcsFailure(404, "notFound", "No such object: " + bucket + "/" + name);
  }

  static GcsFailure conditionNotMet() {
    return new GcsFailure(
        412,
        "conditionNotMet",
        "At least one of the pre-conditions you specified did not hold.",
        "If-Match");
  }

  /** A read whose condition says that nothing has changed; it has no body. */
  static GcsFailure notModified() {
    return new GcsFailure(304, "notModified", "Not modified.");
  }

  static GcsFailure notServed(String what) {
    return new GcsFailure(501, "notImplemented", what + " is not served by this fake.");
  }

  int status() {
    return status;
  }

  String reason() {
    return reason;
  }

  /** The header that the error is about; null when it is about none. */
  @Nullable String header() {
    return header;
  }

  /** What it says; never null. */
  String message() {
    return String.valueOf(getMessage());
  }
}
