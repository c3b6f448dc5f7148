package dev.aloft.driver;

import org.jspecify.annotations.Nullable;

/**
 * What a server's answer says beside the predictions.
 *
 * @param model the model's name on the wire
 * @param version the model's version on the wire, null for none
 * @param requestId the id to echo, null for none
 * @param accept the caller's {@code Accept} header, empty for anything
 */
public record ReplyContext(
    String model, @Nullable String version, @Nullable String requestId, String accept) {

  /** An answer of a model to a caller who takes anything. */
  public static ReplyContext of(String model) {
    return new ReplyContext(model, null, null, "");
  }

  /** The same for a request: echoes its id. */
  public ReplyContext to(DecodedRequest request) {
    return new ReplyContext(model, version, request.id(), accept);
  }

  /** The same for a caller with this {@code Accept} header. */
  public ReplyContext accepting(String header) {
    return new ReplyContext(model, version, requestId, header);
  }
}
