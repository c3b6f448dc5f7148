package dev.aloft.local.serving;

import dev.aloft.data.Tensor;
import dev.aloft.driver.Codec;
import dev.aloft.driver.DecodedRequest;
import dev.aloft.driver.Payload;
import dev.aloft.driver.ReplyContext;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.local.http.Request;
import dev.aloft.local.http.Response;
import java.util.List;

/**
 * From a request to an answer of one revision.
 *
 * @param endpoint the endpoint
 * @param revision the revision that answers
 * @param reads how the request is written
 * @param writes how the answer is written
 * @param shape how errors are written
 */
record Scoring(
    HostedEndpoint endpoint,
    HostedRevision revision,
    Codec reads,
    Codec writes,
    Errors.Shape shape) {
  /** The header that tells which revision answered. */
  static final String REVISION = "aloft-revision";

  /** Answers, whatever happens. */
  Response answer(Request request, String contentType) {
    ServedModel model = revision.model().orElseThrow();
    DecodedRequest decoded;
    try {
      decoded = reads.decodeRequest(request.body(), contentType, model.signature());
    } catch (AloftException e) {
      return refuse(e.code() == ErrorCode.UNSUPPORTED ? 415 : 400, e);
    }
    List<Tensor> outputs;
    try {
      outputs = model.predict(decoded.rows());
    } catch (RuntimeException | StackOverflowError e) {
      endpoint.log().add("revision " + revision.hash() + " failed to predict: " + e);
      return shape.of(500, "the model failed: " + e.getMessage()).with(REVISION, revision.hash());
    }
    try {
      return written(writes.encodeReply(decoded.select(outputs), context(request).to(decoded)));
    } catch (AloftException e) {
      return refuse(statusOf(e), e);
    }
  }

  private ReplyContext context(Request request) {
    return new ReplyContext(endpoint.name(), revision.hash(), null, request.header("accept"));
  }

  private Response written(Payload payload) {
    return Response.of(200, payload.contentType(), payload.body()).with(REVISION, revision.hash());
  }

  private static int statusOf(AloftException error) {
    return switch (error.code()) {
      case UNSUPPORTED -> 406;
      case INVALID_REQUEST -> 400;
      default -> 500;
    };
  }

  private Response refuse(int status, AloftException error) {
    if (status >= 500) {
      endpoint.log().add("revision " + revision.hash() + ": " + error.oneLine());
    }
    return shape.of(status, Errors.words(error)).with(REVISION, revision.hash());
  }
}
