package dev.aloft.local.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** Servers of this machine, and the clients that ask them. */
@Timeout(30)
abstract class HttpServers {
  static final Limits SMALL =
      new Limits(
          1_000, 2_000, 3, Duration.ofMillis(300), Duration.ofMillis(600), Duration.ofSeconds(5));
  static final Limits TIGHT_BUT_PATIENT =
      new Limits(
          1_000, 2_000, 3, Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(5));

  static final int MEDIUM = 10_000;

  final CountDownLatch release = new CountDownLatch(1);
  final CountDownLatch entered = new CountDownLatch(1);
  HttpServer server;

  @AfterEach
  void close() {
    release.countDown();
    if (server != null) {
      server.close();
    }
  }

  Response echo(Request request) {
    if (request.path().equals("/fail")) {
      throw new IllegalStateException("on purpose");
    }
    if (request.path().endsWith("error")) {
      throw new OutOfMemoryError("on purpose");
    }
    if (request.path().equals("/medium")) {
      return Response.text(200, "x".repeat(MEDIUM));
    }
    if (request.path().equals("/long")) {
      try {
        entered.countDown();
        release.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    return Response.text(
        200, request + " " + request.parameter("x") + " " + new String(request.body(), UTF_8));
  }

  void start(Limits limits) throws IOException {
    server =
        HttpServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            limits,
            new HttpHandler() {
              @Override
              public Response handle(Request request) {
                return echo(request);
              }

              @Override
              public boolean isLong(Request request) {
                return request.path().startsWith("/long");
              }
            });
  }

  RawClient client() throws IOException {
    return new RawClient(server.address());
  }

  static String get(String path) {
    return "GET " + path + " HTTP/1.1\nHost: a\n\n";
  }

  static String zippedHead(int length) {
    return "POST /e HTTP/1.1\nHost: a\nContent-Encoding: gzip\nContent-Length: " + length + "\n\n";
  }

  static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }
}
