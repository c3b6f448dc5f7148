package dev.aloft.local.serving;

import dev.aloft.error.AloftException;
import dev.aloft.error.Problem;
import dev.aloft.local.disk.Json;
import dev.aloft.local.http.Response;
import java.util.stream.Collectors;

/** Errors in the shape of each protocol. */
final class Errors {
  private Errors() {}

  /**
   * How a protocol writes an error.
   *
   * @see Errors#inference
   */
  @FunctionalInterface
  interface Shape {
    /** The answer. */
    Response of(int status, String reason);
  }

  /** V2 and V1. */
  static Response inference(int status, String reason) {
    return Response.json(status, Json.line(Json.object().put("error", reason)));
  }

  /** MLflow. */
  static Response mlflow(int status, String reason) {
    String code =
        switch (status) {
          case 400, 405, 406, 413, 415 -> "BAD_REQUEST";
          case 404 -> "RESOURCE_DOES_NOT_EXIST";
          case 503 -> "TEMPORARILY_UNAVAILABLE";
          default -> "INTERNAL_ERROR";
        };
    return Response.json(
        status, Json.line(Json.object().put("error_code", code).put("message", reason)));
  }

  /** SageMaker's built-in containers. */
  static Response sagemaker(int status, String reason) {
    return Response.text(status, reason);
  }

  /** 405 with the method that would be right. */
  static Response method(Shape shape, String allowed) {
    return shape.of(405, "only " + allowed + " is known here").with("allow", allowed);
  }

  /** 503 with when to ask again. */
  static Response notReady(Shape shape, String name) {
    return shape.of(503, "\"" + name + "\" does not answer yet").with("retry-after", "1");
  }

  /** What an exception says to a caller. */
  static String words(AloftException error) {
    return error.problems().isEmpty()
        ? error.summary()
        : error.summary()
            + ": "
            + error.problems().stream().map(Problem::toString).collect(Collectors.joining("; "));
  }
}
