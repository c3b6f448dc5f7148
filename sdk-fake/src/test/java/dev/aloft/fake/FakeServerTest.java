package dev.aloft.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FakeServerTest {
  private final EchoCloud cloud = new EchoCloud();
  private final FakeClock clock = FakeClock.driven();
  private final Faults faults = new Faults();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private FakeServer server;

  @BeforeEach
  void start() throws IOException {
    server = FakeServer.start(0, clock, faults, cloud);
  }

  @AfterEach
  void close() {
    server.close();
    clock.close();
  }

  private HttpResponse<String> ask(String path, String body)
      throws IOException, InterruptedException {
    return client.send(request(path, body), BodyHandlers.ofString());
  }

  private HttpRequest request(String path, String body) {
    return HttpRequest.newBuilder(URI.create(server.url() + path))
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  @Test
  void answersAndRecordsEveryRequest() throws Exception {
    assertThat(ask("/Put/one", "hello").body()).isEqualTo("hello");
    assertThat(ask("/Get/two", "").statusCode()).isEqualTo(200);
    assertThat(server.exchanges().all())
        .extracting(Exchange::operation, Exchange::resource, Exchange::status, Exchange::code)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("Put", "one", 200, null),
            org.assertj.core.groups.Tuple.tuple("Get", "two", 200, null));
    assertThat(server.exchanges().actions()).containsOnlyKeys("echo:Put", "echo:Get");
  }

  @Test
  void pathsAreHandedOnAsTheyWereSent() throws Exception {
    assertThat(ask("/Put//a/%2F/../%C3%A4+b//", "").statusCode()).isEqualTo(200);
    assertThat(server.exchanges().all())
        .extracting(Exchange::resource)
        .containsExactly("/a/%2F/../%C3%A4+b//");
  }

  @Test
  void clientThatExpectsToContinueIsToldTo() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + "/Put/one"))
            .expectContinue(true)
            .POST(BodyPublishers.ofString("hello"))
            .build();
    assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("hello");
  }

  @Test
  void bodyThatNobodyReadsDoesNotBreakTheConnection() throws Exception {
    byte[] big = new byte[20_000_000];
    for (int i = 0; i < 3; i++) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(server.url() + "/Ignore/it"))
              .POST(BodyPublishers.ofByteArray(big))
              .build();
      assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("ignored");
    }
  }

  @Test
  void failureOfTheFakeIsAnAnswerToo() throws Exception {
    HttpResponse<String> answer = ask("/Broken/x", "");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).contains("InternalFailure", "broken on purpose");
  }

  @Test
  void refusalIsAnsweredAndNothingIsDone() throws Exception {
    faults.on("Put").about("one").times(2).fail(503, "Busy", "later");
    assertThat(ask("/Put/two", "").statusCode()).isEqualTo(200);
    assertThat(ask("/Put/one", "").body()).isEqualTo("Busy: later");
    assertThat(ask("/Put/one", "").statusCode()).isEqualTo(503);
    assertThat(ask("/Put/one", "").statusCode()).isEqualTo(200);
    assertThat(cloud.effects).hasValue(2);
    assertThat(server.exchanges().all()).extracting(Exchange::code).contains("Busy");
  }

  @Test
  void throttleIsTheCloudsOwnWord() throws Exception {
    faults.any().always().throttle();
    assertThat(ask("/Put/one", "").statusCode()).isEqualTo(429);
    faults.clear();
    assertThat(ask("/Put/one", "").statusCode()).isEqualTo(200);
  }

  @Test
  void resetComesBeforeTheEffect() {
    faults.on("Put").reset();
    assertThatThrownBy(() -> ask("/Put/one", "x")).isInstanceOf(IOException.class);
    assertThat(cloud.effects).hasValue(0);
    assertThat(server.exchanges().all()).singleElement().extracting(Exchange::status).isEqualTo(0);
  }

  @Test
  void answerIsLostAfterTheEffectWithoutAByte() throws Exception {
    faults.on("Put").loseAnswer();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          "POST /Put/one HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx"
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      assertThat(socket.getInputStream().readAllBytes()).isEmpty();
    }
    assertThat(cloud.effects).hasValue(1);
  }

  @Test
  void clientThatGoesAwayWhileItSendsIsNoFailureOfTheFake() throws Exception {
    ByteArrayOutputStream logged = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
    try {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
        OutputStream out = socket.getOutputStream();
        out.write(
            "POST /Put/one HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n0123"
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
      }
      while (server.exchanges().all().isEmpty()) {
        Thread.onSpinWait();
      }
    } finally {
      System.setErr(before);
    }
    assertThat(server.exchanges().all())
        .extracting(Exchange::status, Exchange::code)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(0, null));
    assertThat(logged.toString(StandardCharsets.UTF_8)).doesNotContain("ERROR", "WARN");
  }

  @Test
  void truncatedAnswerPromisesMoreThanItHolds() throws Exception {
    faults.on("Put").truncate();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          "POST /Put/one HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n0123456789"
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      InputStream in = socket.getInputStream();
      assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII))
          .contains("Content-Length: 10")
          .endsWith("\r\n\r\n01234");
    }
    assertThat(cloud.effects).hasValue(1);
  }

  @Test
  void malformedAnswerFollowsTheEffect() throws Exception {
    faults.on("Put").malform();
    HttpResponse<String> answer = ask("/Put/one", "{}");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isNotEqualTo("{}").startsWith("{");
    assertThat(cloud.effects).hasValue(1);
  }

  @Test
  void delayPassesByTheCloudsClock() throws Exception {
    faults.on("Put").delay(Duration.ofMinutes(10));
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(request("/Put/slow", "x"), BodyHandlers.ofString());
    assertThat(ask("/Get/other", "").statusCode()).isEqualTo(200);
    while (!answer.isDone()) {
      clock.advance(Duration.ofMinutes(5));
      Thread.onSpinWait();
    }
    assertThat(answer.get().body()).isEqualTo("x");
    assertThat(cloud.effects).hasValue(2);
  }

  @Test
  void nthOfThoseThatFitIsStruckAndALineCanBeTakenOut() throws Exception {
    Faults.Fault third = faults.on("Put").nth(3).fail(400, "Third", "");
    Faults.Fault all = faults.on("Get").always().fail(400, "All", "");
    assertThat(ask("/Put/1", "").statusCode()).isEqualTo(200);
    assertThat(ask("/Get/1", "").statusCode()).isEqualTo(400);
    assertThat(ask("/Put/2", "").statusCode()).isEqualTo(200);
    assertThat(ask("/Put/3", "").body()).startsWith("Third");
    assertThat(ask("/Put/4", "").statusCode()).isEqualTo(200);
    assertThat(third.struck()).isEqualTo(1);
    assertThat(all.struck()).isEqualTo(1);
    all.remove();
    assertThat(ask("/Get/2", "").statusCode()).isEqualTo(200);
  }

  @Test
  void connectionsAreRefusedForAWhile() throws Exception {
    assertThat(ask("/Put/one", "").statusCode()).isEqualTo(200);
    faults.refuseConnections();
    assertThatThrownBy(() -> ask("/Put/one", "")).isInstanceOf(ConnectException.class);
    assertThatThrownBy(() -> ask("/Put/one", "")).isInstanceOf(ConnectException.class);
    faults.acceptConnections();
    assertThat(ask("/Put/one", "").statusCode()).isEqualTo(200);
  }

  @Test
  void takenPortIsToldByNumber() {
    assertThatThrownBy(() -> FakeServer.start(server.port(), clock, new Faults(), cloud))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("port")
        .hasMessageContaining(String.valueOf(server.port()));
  }
}
