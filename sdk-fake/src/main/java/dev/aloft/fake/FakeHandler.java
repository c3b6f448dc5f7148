package dev.aloft.fake;

import dev.aloft.fake.FakeCloud.Conversation;
import dev.aloft.fake.FakeCloud.Reply;
import dev.aloft.fake.Faults.Broken;
import dev.aloft.fake.Faults.Effect;
import dev.aloft.fake.Faults.Refused;
import dev.aloft.fake.Faults.Strike;
import dev.aloft.fake.Faults.Throttled;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands requests to a cloud, lets faults strike, and records what came of it. */
final class FakeHandler extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(FakeServer.class);
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final byte[] MALFORMED = "{\"malformed\": <".getBytes(StandardCharsets.UTF_8);

  private final FakeCloud cloud;
  private final FakeClock clock;
  private final Faults faults;
  private final Exchanges exchanges;

  FakeHandler(FakeCloud cloud, FakeClock clock, Faults faults, Exchanges exchanges) {
    this.cloud = cloud;
    this.clock = clock;
    this.faults = faults;
    this.exchanges = exchanges;
  }

  @Override
  public boolean handle(
      org.eclipse.jetty.server.Request jetty, Response response, Callback callback)
      throws Exception {
    Upload upload = new Upload(Content.Source.asInputStream(jetty));
    try {
      converse(jetty, response, callback, upload);
    } catch (IOException e) {
      if (!upload.isCut()) {
        throw e;
      }
      LOG.debug("a client went away while it sent", e);
      endPoint(jetty).close();
      callback.succeeded();
    }
    return true;
  }

  private void converse(
      org.eclipse.jetty.server.Request jetty, Response response, Callback callback, Upload upload)
      throws IOException, InterruptedException {
    Request request = request(jetty, upload);
    Conversation conversation = cloud.open(request);
    Question asked = conversation.question();
    Strike strike = faults.strike(asked);
    clock.pause(strike.delay());
    Effect effect = strike.effect();
    if (effect == Broken.RESET_BEFORE) {
      record(asked, 0, null);
      reset(jetty, callback);
      return;
    }
    Reply reply;
    try {
      reply = reply(conversation, effect, upload);
      drain(jetty, request);
    } catch (IOException e) {
      record(asked, 0, null);
      throw e;
    }
    boolean lost = effect == Broken.ANSWER_LOST;
    record(asked, lost ? 0 : reply.answer().status(), reply.code());
    if (lost) {
      endPoint(jetty).close();
      callback.succeeded();
    } else {
      send(jetty, response, callback, reply.answer(), effect);
    }
  }

  private static Request request(org.eclipse.jetty.server.Request jetty, Upload upload) {
    Map<String, List<String>> headers = new HashMap<>();
    for (HttpField field : jetty.getHeaders()) {
      headers
          .computeIfAbsent(field.getName().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
          .add(field.getValue() == null ? "" : field.getValue());
    }
    String path = jetty.getHttpURI().getPath();
    String query = jetty.getHttpURI().getQuery();
    return new Request(
        jetty.getMethod(), path == null ? "/" : path, query == null ? "" : query, headers, upload);
  }

  private static Reply reply(Conversation conversation, @Nullable Effect effect, Upload upload)
      throws IOException {
    if (effect instanceof Refused refused) {
      return conversation.refusal(refused.status(), refused.code(), refused.message());
    }
    if (effect instanceof Throttled) {
      return conversation.throttled();
    }
    try {
      return conversation.answer();
    } catch (Exception | LinkageError | AssertionError e) {
      if (upload.isCut()) {
        throw new IOException("the body ends in the middle", e);
      }
      LOG.error("the fake itself failed at {}", conversation.question(), e);
      return conversation.refusal(500, "InternalFailure", "the fake itself failed: " + e);
    }
  }

  private void record(Question asked, int status, @Nullable String code) {
    exchanges.add(Exchange.of(clock.now(), asked, status, code));
  }

  /** A client that is still sending would take an early answer for a broken connection. */
  private static void drain(org.eclipse.jetty.server.Request jetty, Request request)
      throws IOException {
    if (request.header("expect") == null && jetty.getLength() != 0) {
      InputStream rest = request.body();
      rest.skip(Long.MAX_VALUE);
    }
  }

  private static void send(
      org.eclipse.jetty.server.Request jetty,
      Response response,
      Callback callback,
      Answer answer,
      @Nullable Effect effect)
      throws IOException {
    response.setStatus(answer.status());
    answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    boolean head = jetty.getMethod().equals("HEAD");
    if (effect == Broken.MALFORMED && !head) {
      response.getHeaders().put("Content-Length", MALFORMED.length);
      response.write(true, ByteBuffer.wrap(MALFORMED), callback);
      return;
    }
    if (effect == Broken.TRUNCATED) {
      truncate(jetty, response, callback, answer);
      return;
    }
    if (answer.length() >= 0 && answer.status() != 204 && answer.status() != 304) {
      response.getHeaders().put("Content-Length", answer.length());
    }
    if (head || answer.length() == 0) {
      response.write(true, null, callback);
      return;
    }
    try (OutputStream out =
        new BufferedOutputStream(Content.Sink.asOutputStream(response), BUFFER_BYTES)) {
      answer.body().writeTo(out);
    }
    callback.succeeded();
  }

  private static void truncate(
      org.eclipse.jetty.server.Request jetty, Response response, Callback callback, Answer answer)
      throws IOException {
    byte[] whole = jetty.getMethod().equals("HEAD") ? new byte[0] : answer.bytes();
    response.getHeaders().put("Content-Length", Math.max(1, whole.length));
    Content.Sink.write(response, false, ByteBuffer.wrap(whole, 0, whole.length / 2));
    endPoint(jetty).close();
    callback.succeeded();
  }

  private static void reset(org.eclipse.jetty.server.Request jetty, Callback callback)
      throws IOException {
    EndPoint connection = endPoint(jetty);
    if (connection.getTransport() instanceof SocketChannel channel) {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    }
    connection.close();
    callback.succeeded();
  }

  private static EndPoint endPoint(org.eclipse.jetty.server.Request jetty) {
    return jetty.getConnectionMetaData().getConnection().getEndPoint();
  }
}
