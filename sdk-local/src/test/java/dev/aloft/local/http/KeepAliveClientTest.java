package dev.aloft.local.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client against the server, and against servers that misbehave. */
@Timeout(30)
class KeepAliveClientTest {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  @Test
  void asksManyTimesOverOneConnection() throws IOException {
    Set<String> threads = ConcurrentHashMap.newKeySet();
    try (HttpServer server =
            HttpServer.start(
                ANY,
                Limits.DEFAULTS,
                request -> {
                  threads.add(Thread.currentThread().getName());
                  return Response.text(200, request + request.header("x") + body(request))
                      .with("Some-Header", "its value");
                });
        KeepAliveClient client = new KeepAliveClient(server.address())) {
      for (int i = 0; i < 20; i++) {
        KeepAliveClient.Answer answer =
            client.send("PUT", "/p", Map.of("X", "-y-"), "body".getBytes(UTF_8), LIMIT);
        assertThat(new String(answer.body(), UTF_8)).isEqualTo("PUT /p-y-body");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("some-header", "its value");
      }
    }
    assertThat(threads).as("a connection stays on its thread").hasSize(1);
  }

  @Test
  void takesLargeBodiesBothWays() throws IOException {
    byte[] large = "0123456789".repeat(300_000).getBytes(UTF_8);
    try (HttpServer server =
            HttpServer.start(
                ANY, Limits.DEFAULTS, request -> Response.of(200, "x/y", request.body()));
        KeepAliveClient client = new KeepAliveClient(server.address())) {
      assertThat(client.send("POST", "/", Map.of(), large, LIMIT).body()).isEqualTo(large);
    }
  }

  @Test
  void connectsAgainWhenTheServerClosedTheConnection() throws IOException {
    HttpServer first = HttpServer.start(ANY, Limits.DEFAULTS, request -> Response.text(200, "1"));
    try (KeepAliveClient client = new KeepAliveClient(first.address())) {
      client.send("GET", "/", Map.of(), new byte[0], LIMIT);
      InetSocketAddress address = first.address();
      first.close();
      try (HttpServer second =
          HttpServer.start(address, Limits.DEFAULTS, request -> Response.text(200, "2"))) {
        KeepAliveClient.Answer answer = client.send("GET", "/", Map.of(), new byte[0], LIMIT);
        assertThat(new String(answer.body(), UTF_8)).isEqualTo("2");
        assertThat(second.address()).isEqualTo(address);
      }
    }
  }

  @Test
  void saysWhenNothingWasSent() throws IOException {
    InetSocketAddress nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = (InetSocketAddress) socket.getLocalSocketAddress();
    }
    try (KeepAliveClient client = new KeepAliveClient(nobody)) {
      assertThatThrownBy(() -> client.send("GET", "/", Map.of(), new byte[0], LIMIT))
          .isInstanceOf(KeepAliveClient.NotSentException.class);
    }
  }

  @Test
  void doesNotWaitForEver() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        KeepAliveClient client = client(silent)) {
      assertThatThrownBy(
              () -> client.send("GET", "/", Map.of(), new byte[0], Duration.ofMillis(100)))
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void tellsABrokenAnswer() throws IOException {
    assertThat(answerOf("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nshort"))
        .hasMessageContaining("before its answer was whole");
    assertThat(answerOf("nonsense\r\n\r\n")).hasMessageContaining("not an answer");
  }

  private static Throwable answerOf(String bytes) throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        KeepAliveClient client = client(socket)) {
      CompletableFuture<Void> server =
          CompletableFuture.runAsync(
              () -> {
                try (Socket connection = socket.accept()) {
                  connection.getInputStream().readNBytes(10);
                  connection.getOutputStream().write(bytes.getBytes(UTF_8));
                  connection.shutdownOutput();
                  connection.getInputStream().readAllBytes();
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      Throwable thrown =
          org.assertj.core.api.Assertions.catchThrowable(
              () -> client.send("GET", "/", Map.of(), new byte[0], LIMIT));
      server.join();
      return thrown;
    }
  }

  private static KeepAliveClient client(ServerSocket socket) {
    return new KeepAliveClient((InetSocketAddress) socket.getLocalSocketAddress());
  }

  private static String body(Request request) {
    return new String(request.body(), UTF_8);
  }
}
