package dev.aloft.local.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers as they go on the wire. */
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private Answers() {}

  /** What a handler says, or status 500: a client is never left without an answer. */
  static Response to(HttpHandler handler, Request request) {
    try {
      Response response = handler.handle(request);
      return request.isKeptByHeader() ? response.with("connection", "keep-alive") : response;
    } catch (RuntimeException | Error e) {
      LOG.error("{} failed", request, e);
      return error(500, "the server failed; its log says why");
    }
  }

  /** The server's own errors have the shape of the Open Inference Protocol's. */
  static Response error(int status, String reason) {
    return Response.json(
        status, "{\"error\":\"" + reason.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}");
  }

  static FullHttpResponse message(Response response, boolean close) {
    FullHttpResponse message =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(response.status()),
            Unpooled.wrappedBuffer(response.body()));
    HttpHeaders headers = message.headers();
    response.headers().forEach(headers::set);
    if (!response.contentType().isEmpty()) {
      headers.set(HttpHeaderNames.CONTENT_TYPE, response.contentType());
    }
    headers.set(HttpHeaderNames.CONTENT_LENGTH, response.body().length);
    headers.set(HttpHeaderNames.DATE, HttpDate.now());
    if (close) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    return message;
  }
}
