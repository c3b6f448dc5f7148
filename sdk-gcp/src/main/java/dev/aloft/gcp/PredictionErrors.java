package dev.aloft.gcp;

import dev.aloft.error.AloftException;
import dev.aloft.error.Blame;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.http.HttpAnswer;
import dev.aloft.layer.Call;
import org.jspecify.annotations.Nullable;

/**
 * Tells a container's own refusals from the service's: its answers carry the deployed model that
 * gave them. What a container refused was not done; of its own failures nobody knows. Pure.
 */
final class PredictionErrors {
  /** The header that names who has answered. */
  static final String DEPLOYED = "X-Vertex-AI-Deployed-Model-Id";

  private static final String MODEL = "X-Vertex-AI-Model";
  private static final int LOWEST_SERVER_STATUS = 500;
  private static final int LONGEST_TEXT = 1_000;

  private final GcpErrors errors;

  PredictionErrors(GcpErrors errors) {
    this.errors = errors;
  }

  AloftException of(Call call, HttpAnswer answer) {
    AloftException error = errors.of(call, answer);
    if (answer.header(DEPLOYED).isEmpty() && error.code() != ErrorCode.MODEL_FAILED) {
      return error;
    }
    String text = answer.text().strip();
    boolean refused = answer.status() < LOWEST_SERVER_STATUS;
    return AloftException.of(
            ErrorCode.MODEL_FAILED,
            "the model's container answered with HTTP status "
                + answer.status()
                + (text.isEmpty() ? "" : ", " + cut(text)))
        .effect(refused ? Effect.NONE : Effect.UNKNOWN)
        .blame(refused ? Blame.REQUEST : Blame.USER_CODE)
        .rawCode(String.valueOf(answer.status()))
        .revision(revision(call.resource(), answer))
        .operation(call.operation())
        .resource(call.resource())
        .nextStep(errors.endpointLog(call.resource()))
        .build();
  }

  /** The revision that has answered; null when it is none of Aloft's, or the answer names none. */
  static @Nullable String revision(String endpoint, HttpAnswer answer) {
    return answer
        .header(MODEL)
        .map(model -> EndpointParts.revision(endpoint, EndpointLook.id(model)))
        .orElse(null);
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
  }
}
