package dev.aloft.fake.aws;

import java.util.LinkedHashMap;
import java.util.Map;

/** An error that a service answers; each protocol writes it in its own way. */
final class AwsFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;
  private final transient Map<String, Object> members;

  AwsFailure(int status, String code, String message) {
    this(status, code, message, Map.of());
  }

  /** An error with more members than a message, as a ModelError has. */
  AwsFailure(int status, String code, String message, Map<String, Object> members) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.members = new LinkedHashMap<>(members);
  }

  /** A ValidationException, which is most of what SageMaker says. */
  static AwsFailure validation(String message) {
    return new AwsFailure(400, "ValidationException", message);
  }

  /** A request that cannot be read. */
  static AwsFailure serialization(String message) {
    return new AwsFailure(400, "SerializationException", message);
  }

  /** Too many requests. */
  static AwsFailure throttling() {
    return new AwsFailure(400, "ThrottlingException", "Rate exceeded");
  }

  /** An operation that the fake does not have; no client sends it again. */
  static AwsFailure notServed(String service, String operation) {
    return new AwsFailure(
        400,
        "UnknownOperationException",
        "The operation " + operation + " of " + service + " is not served by this fake.");
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  /** What it says; never null. */
  String message() {
    return String.valueOf(getMessage());
  }

  Map<String, Object> members() {
    return members;
  }
}
