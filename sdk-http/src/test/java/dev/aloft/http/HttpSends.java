package dev.aloft.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.layer.Call;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A server that answers, hangs and stalls, and senders of requests to it. */
@Timeout(60)
abstract class HttpSends {
  /** Enough for a request to arrive over a connection that is open. */
  static final Duration REACHED = Duration.ofSeconds(3);

  final PlainContext context = new PlainContext();
  final HttpConnections connections = new HttpConnections(Duration.ofSeconds(10), null);
  final ExecutorService threads = Executors.newCachedThreadPool();
  final AtomicInteger asked = new AtomicInteger();
  final CountDownLatch over = new CountDownLatch(1);
  final CountDownLatch arrived = new CountDownLatch(1);
  HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    answer("/ok", 200, Map.of(), "hello");
    answer("/busy", 503, Map.of("Retry-After", "0"), "later");
    answer("/moved", 302, Map.of("Location", "/ok"), "");
    server.createContext(
        "/hangs",
        exchange -> {
          asked.incrementAndGet();
          arrived.countDown();
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    server.createContext(
        "/stalls",
        exchange -> {
          exchange.sendResponseHeaders(200, 10);
          exchange.getResponseBody().write(1);
          exchange.getResponseBody().flush();
          arrived.countDown();
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    server.start();
  }

  void answer(String path, int status, Map<String, String> headers, String text) {
    server.createContext(
        path,
        exchange -> {
          asked.incrementAndGet();
          byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
          headers.forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
          }
          exchange.close();
        });
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.stop(0);
    threads.shutdown();
    connections.close();
  }

  void connect() {
    assertThat(sender(Authentication.NONE).<String>send(call(), get("/ok"), HttpAnswer::text))
        .isEqualTo("hello");
    asked.set(0);
  }

  AloftException refusal(HttpSender sender, String path) {
    Request.Builder request = get(path).post(RequestBody.create(new byte[] {1}, null));
    return catchThrowableOfType(
        AloftException.class, () -> sender.send(call(), request, HttpAnswer::text));
  }

  HttpSender sender(Authentication authentication) {
    return new HttpSender(
        context,
        connections,
        authentication,
        (call, answer) ->
            AloftException.of(ErrorCode.PROVIDER_ERROR, "status " + answer.status()).build());
  }

  Call.Builder call() {
    return context.call("Try", "thing");
  }

  Request.Builder get(String path) {
    return new Request.Builder().url("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }
}
