package dev.aloft.fake.aws.internal.s3;

import java.util.LinkedHashMap;
import java.util.Map;

/** An error that S3 answers. */
public final class S3Failure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;
  private final transient Map<String, String> details = new LinkedHashMap<>();

  S3Failure(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  static S3Failure invalidRequest(String message) {
    return new S3Failure(400, "InvalidRequest", message);
  }

  static S3Failure invalidArgument(String name, String value, String message) {
    return new S3Failure(400, "InvalidArgument", message)
        .with("ArgumentName", name)
        .with("ArgumentValue", value);
  }

  static S3Failure noSuchKey(String key) {
    return new S3Failure(404, "NoSuchKey", "The specified key does not exist.").with("Key", key);
  }

  static S3Failure preconditionFailed(String condition) {
    return new S3Failure(
            412,
            "PreconditionFailed",
            "At least one of the pre-conditions you specified did not hold")
        .with("Condition", condition);
  }

  static S3Failure malformedXml() {
    return new S3Failure(
        400,
        "MalformedXML",
        "The XML you provided was not well-formed or did not validate against our published"
            + " schema");
  }

  static S3Failure notImplemented(String what) {
    return new S3Failure(
        501,
        "NotImplemented",
        "A header or operation you provided implies functionality that is not implemented: "
            + what);
  }

  /** Says more: one more element of the answer. */
  S3Failure with(String element, String text) {
    details.put(element, text);
    return this;
  }

  /** The status. */
  public int status() {
    return status;
  }

  /** The code, such as {@code NoSuchKey}. */
  public String code() {
    return code;
  }

  /** Further elements of the answer. */
  public Map<String, String> details() {
    return details;
  }
}
