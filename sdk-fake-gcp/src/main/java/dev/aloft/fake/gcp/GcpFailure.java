package dev.aloft.fake.gcp;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An error that a service answers; gRPC and HTTP write it each in its own way. */
final class GcpFailure extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final String DOMAIN = "googleapis.com";

  private final Code code;
  private final transient List<Message> details;

  GcpFailure(Code code, String message, Message... details) {
    this(code, message, List.of(details));
  }

  private GcpFailure(Code code, String message, List<Message> details) {
    super(message, null, false, false);
    this.code = code;
    this.details = List.copyOf(details);
  }

  /** A request that says something wrong. */
  static GcpFailure invalid(String message) {
    return new GcpFailure(Code.INVALID_ARGUMENT, message);
  }

  /** What does not fit the state of things. */
  static GcpFailure precondition(String message) {
    PreconditionFailure.Builder failure = PreconditionFailure.newBuilder();
    failure.addViolationsBuilder().setType("STATE").setDescription(message);
    return new GcpFailure(Code.FAILED_PRECONDITION, message, failure.build());
  }

  /** What is not there. */
  static GcpFailure notFound(String message) {
    return new GcpFailure(Code.NOT_FOUND, message);
  }

  /** A change to something that has changed meanwhile. */
  static GcpFailure changed(String kind, String name) {
    return new GcpFailure(
        Code.ABORTED,
        "The etag of the " + kind + " \"" + name + "\" is not the current one: it was changed.");
  }

  /** What the fake does not have; no client sends it again. */
  static GcpFailure notServed(String what) {
    return new GcpFailure(Code.UNIMPLEMENTED, what + " is not served by this fake.");
  }

  /** Too many requests a minute of a kind. */
  static GcpFailure tooOften(String metric, String limit, String service, String consumer) {
    String text =
        "Quota exceeded for quota metric '"
            + metric
            + "' and limit '"
            + limit
            + "' of service '"
            + service
            + "' for consumer '"
            + consumer
            + "'.";
    return new GcpFailure(Code.RESOURCE_EXHAUSTED, text)
        .because("RATE_LIMIT_EXCEEDED", Map.of("service", service, "consumer", consumer));
  }

  /**
   * An error that a test or the fake itself wants.
   *
   * @param code the name of its code; any other text is the reason that an ErrorInfo gives
   */
  static GcpFailure of(int status, String code, String message) {
    for (Code one : Code.values()) {
      if (one.name().equals(code)) {
        return new GcpFailure(one, message);
      }
    }
    return new GcpFailure(codeOf(status), message.isEmpty() ? code : message)
        .because(code, Map.of("service", "aiplatform.googleapis.com"));
  }

  /** The same with an ErrorInfo more. */
  GcpFailure because(String reason, Map<String, String> metadata) {
    return with(
        ErrorInfo.newBuilder()
            .setReason(reason)
            .setDomain(DOMAIN)
            .putAllMetadata(metadata)
            .build());
  }

  /** The same with a detail more. */
  GcpFailure with(Message detail) {
    List<Message> more = new ArrayList<>(details);
    more.add(detail);
    return new GcpFailure(code, message(), more);
  }

  Code code() {
    return code;
  }

  /** What it says; never null. */
  String message() {
    return String.valueOf(getMessage());
  }

  List<Message> details() {
    return details;
  }

  /** As gRPC and operations write it. */
  Status status() {
    Status.Builder status = Status.newBuilder().setCode(code.getNumber()).setMessage(message());
    details.forEach(detail -> status.addDetails(Any.pack(detail)));
    return status.build();
  }

  /** The status of HTTP. */
  int httpStatus() {
    return switch (code) {
      case OK -> 200;
      case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> 400;
      case UNAUTHENTICATED -> 401;
      case PERMISSION_DENIED -> 403;
      case NOT_FOUND -> 404;
      case ALREADY_EXISTS, ABORTED -> 409;
      case RESOURCE_EXHAUSTED -> 429;
      case CANCELLED -> 499;
      case UNIMPLEMENTED -> 501;
      case UNAVAILABLE -> 503;
      case DEADLINE_EXCEEDED -> 504;
      default -> 500;
    };
  }

  private static Code codeOf(int status) {
    return switch (status) {
      case 400 -> Code.INVALID_ARGUMENT;
      case 401 -> Code.UNAUTHENTICATED;
      case 403 -> Code.PERMISSION_DENIED;
      case 404 -> Code.NOT_FOUND;
      case 409 -> Code.ABORTED;
      case 412 -> Code.FAILED_PRECONDITION;
      case 429 -> Code.RESOURCE_EXHAUSTED;
      case 499 -> Code.CANCELLED;
      case 501 -> Code.UNIMPLEMENTED;
      case 503 -> Code.UNAVAILABLE;
      case 504 -> Code.DEADLINE_EXCEEDED;
      default -> Code.INTERNAL;
    };
  }
}
