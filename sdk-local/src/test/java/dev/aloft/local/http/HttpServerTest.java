package dev.aloft.local.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server as clients of every kind see it: polite, old, slow, greedy and broken ones. */
@Timeout(30)
class HttpServerTest {
  private static final Limits SMALL =
      new Limits(
          1_000, 2_000, 3, Duration.ofMillis(300), Duration.ofMillis(600), Duration.ofSeconds(5));
  private static final Limits TIGHT_BUT_PATIENT =
      new Limits(
          1_000, 2_000, 3, Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(5));

  private static final int MEDIUM = 10_000;
  private static final int MANY = 2_000;
  private static final long GREEDY = 200_000_000;

  private final CountDownLatch release = new CountDownLatch(1);
  private final CountDownLatch entered = new CountDownLatch(1);
  private HttpServer server;

  @AfterEach
  void close() {
    release.countDown();
    if (server != null) {
      server.close();
    }
  }

  @Test
  void startsWhileItsClassesAreLoadedBeside() throws Exception {
    HttpWarmUp.start();
    HttpWarmUp.start();
    start(TIGHT_BUT_PATIENT);
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(uri("/echo")).build(), HttpResponse.BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> thread.getName().equals("aloft-http-warm-up"))
        .allMatch(Thread::isDaemon)
        .hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void answersTheJdksClient() throws Exception {
    start(TIGHT_BUT_PATIENT);
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(uri("/echo?x=a%20b"))
                    .POST(HttpRequest.BodyPublishers.ofString("ü"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("POST /echo a b ü");
    assertThat(response.headers().firstValue("date")).isPresent();
  }

  @Test
  void answersOkHttpManyTimesOnOneConnection() throws Exception {
    start(TIGHT_BUT_PATIENT);
    OkHttpClient client = new OkHttpClient();
    for (int i = 0; i < 5; i++) {
      okhttp3.Request request =
          new okhttp3.Request.Builder()
              .url(uri("/echo").toString())
              .put(RequestBody.create("n" + i, MediaType.get("text/plain")))
              .build();
      try (okhttp3.Response response = client.newCall(request).execute()) {
        assertThat(response.body().string()).isEqualTo("PUT /echo null n" + i);
      }
    }
    assertThat(client.connectionPool().connectionCount()).isEqualTo(1);
    client.dispatcher().executorService().shutdown();
  }

  @Test
  void answersPipelinedRequestsInOrderEvenWhenOneTakesLong() throws Exception {
    start(TIGHT_BUT_PATIENT);
    try (RawClient client = client()) {
      client.send(get("/one") + get("/long") + get("/two") + get("/three"));
      assertThat(client.answer().body()).isEqualTo("GET /one null ");
      release.countDown();
      assertThat(client.answer().body()).isEqualTo("GET /long null ");
      assertThat(client.answer().body()).isEqualTo("GET /two null ");
      assertThat(client.answer().body()).isEqualTo("GET /three null ");
    }
  }

  @Test
  void otherConnectionsDoNotWaitForALongRequest() throws Exception {
    start(TIGHT_BUT_PATIENT);
    try (RawClient slow = client();
        RawClient quick = client();
        RawClient third = client()) {
      slow.send(get("/long"));
      assertThat(quick.send(get("/a")).answer().status()).isEqualTo(200);
      assertThat(third.send(get("/b")).answer().status()).isEqualTo(200);
      release.countDown();
      assertThat(slow.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void closesAfterAnHttp10RequestUnlessAskedToKeepAlive() throws Exception {
    start(TIGHT_BUT_PATIENT);
    try (RawClient client = client()) {
      client.send("GET /old HTTP/1.0\n\n");
      assertThat(client.answer().body()).isEqualTo("GET /old null ");
      assertThat(client.isClosed()).isTrue();
    }
    try (RawClient client = client()) {
      client.send("GET /old HTTP/1.0\nConnection: keep-alive\n\n");
      assertThat(client.answer().headers()).contains("connection: keep-alive");
      assertThat(client.send(get("/again")).answer().status()).isEqualTo(200);
    }
  }

  @Test
  void closesWhenTheClientSaysSo() throws Exception {
    start(TIGHT_BUT_PATIENT);
    try (RawClient client = client()) {
      client.send("GET /x HTTP/1.1\nHost: a\nConnection: close\n\n");
      assertThat(client.answer().headers()).contains("connection: close");
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void answersHeadLikeGetWithoutTheBody() throws Exception {
    start(TIGHT_BUT_PATIENT);
    try (RawClient client = client()) {
      client.send("HEAD /x HTTP/1.1\nHost: a\n\n" + get("/y"));
      RawClient.Answer head = client.answerWithoutBody();
      assertThat(head.headers()).contains("content-length: " + "GET /x null ".length());
      assertThat(client.answer().body()).isEqualTo("GET /y null ");
    }
  }

  @Test
  void answersAClientThatClosedItsHalf() throws Exception {
    start(TIGHT_BUT_PATIENT);
    try (RawClient client = client()) {
      client.send(get("/quick")).closeOutput();
      assertThat(client.answer().body()).isEqualTo("GET /quick null ");
      assertThat(client.isClosed()).isTrue();
    }
    try (RawClient client = client()) {
      client.send(get("/long") + get("/after")).closeOutput();
      release.countDown();
      assertThat(client.answer().body()).isEqualTo("GET /long null ");
      assertThat(client.answer().body()).isEqualTo("GET /after null ");
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void aClientThatClosedItsHalfAndReadsLateGetsEveryAnswerWhole() throws Exception {
    start(TIGHT_BUT_PATIENT);
    try (RawClient client = client()) {
      client.send(get("/medium").repeat(MANY)).closeOutput();
      for (int i = 0; i < MANY; i++) {
        assertThat(client.answer().body()).hasSize(MEDIUM);
      }
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void readsNoMoreFromAClientThatItHasNotAnswered() throws Exception {
    start(TIGHT_BUT_PATIENT);
    ByteBuffer requests = ByteBuffer.wrap(get("/x").repeat(100_000).getBytes(UTF_8));
    long sent = 0;
    try (SocketChannel channel = SocketChannel.open(server.address());
        Selector selector = Selector.open()) {
      channel.write(ByteBuffer.wrap(get("/long").replace("\n", "\r\n").getBytes(UTF_8)));
      entered.await();
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_WRITE);
      while (sent < GREEDY && selector.select(500) > 0) {
        selector.selectedKeys().clear();
        sent += channel.write(requests.hasRemaining() ? requests : requests.rewind());
      }
    }
    assertThat(sent).as("bytes taken beyond an unanswered request").isLessThan(GREEDY);
  }

  @Test
  void invitesABodyThatAsksFirst() throws Exception {
    start(TIGHT_BUT_PATIENT);
    try (RawClient client = client()) {
      client.send("POST /e HTTP/1.1\nHost: a\nExpect: 100-continue\nContent-Length: 2\n\n");
      assertThat(client.send("").readInterim()).contains("100 Continue");
      assertThat(client.send("ok").answer().body()).isEqualTo("POST /e null ok");
    }
    try (RawClient client = client()) {
      client.send("POST /e HTTP/1.1\nHost: a\nExpect: 100-continue\nContent-Length: 2000\n\n");
      assertThat(client.answer().status()).isEqualTo(413);
    }
  }

  @Test
  void refusesALargeBodyAndGoesOn() throws Exception {
    start(TIGHT_BUT_PATIENT);
    try (RawClient client = client()) {
      client.send("POST /e HTTP/1.1\nHost: a\nContent-Length: 100000\n\n" + "x".repeat(100_000));
      RawClient.Answer refusal = client.answer();
      assertThat(refusal.status()).isEqualTo(413);
      assertThat(refusal.body()).contains("larger than 1000 bytes");
      assertThat(client.send(get("/next")).answer().status()).isEqualTo(200);
    }
  }

  @Test
  void refusesALargeBodyInChunks() throws Exception {
    start(TIGHT_BUT_PATIENT);
    try (RawClient client = client()) {
      client.send("POST /e HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n");
      for (int i = 0; i < 20; i++) {
        client.send("64\n" + "x".repeat(100) + "\n");
      }
      client.send("0\n\n");
      assertThat(client.answer().status()).isEqualTo(413);
      assertThat(client.send(get("/next")).answer().status()).isEqualTo(200);
    }
  }

  @Test
  void readsChunksAndGzip() throws Exception {
    start(TIGHT_BUT_PATIENT);
    try (RawClient client = client()) {
      client.send("POST /e HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n2\nab\n1\nc\n0\n\n");
      assertThat(client.answer().body()).isEqualTo("POST /e null abc");
      byte[] zipped = gzip("hello");
      client.send(zippedHead(zipped.length)).send(zipped);
      assertThat(client.answer().body()).isEqualTo("POST /e null hello");
    }
  }

  @Test
  void refusesABodyThatGrowsTooLargeWhenUnpacked() throws Exception {
    start(TIGHT_BUT_PATIENT);
    try (RawClient client = client()) {
      byte[] bomb = gzip("0".repeat(900_000));
      assertThat(bomb.length).isLessThan(1_000);
      client.send(zippedHead(bomb.length)).send(bomb);
      assertThat(client.answer().status()).isEqualTo(413);
    }
  }

  @Test
  void refusesBodiesThatCannotBeUnpacked() throws Exception {
    start(TIGHT_BUT_PATIENT);
    try (RawClient client = client()) {
      client.send(zippedHead(19)).send("this is not zipped.");
      assertThat(client.answer().status()).isEqualTo(400);
      assertThat(client.isClosed()).isTrue();
    }
    try (RawClient client = client()) {
      client.send("POST /e HTTP/1.1\nHost: a\nContent-Encoding: lzma\nContent-Length: 1\n\nx");
      assertThat(client.answer().status()).isEqualTo(415);
    }
  }

  @Test
  void refusesWhatIsNoHttp() throws Exception {
    start(TIGHT_BUT_PATIENT);
    try (RawClient client = client()) {
      client.send("\u0016\u0003\u0001 hello\n\n");
      assertThat(client.answer().status()).isEqualTo(400);
      assertThat(client.isClosed()).isTrue();
    }
    try (RawClient client = client()) {
      client.send("GET /%zz HTTP/1.1\nHost: a\n\n");
      assertThat(client.answer().status()).isEqualTo(400);
    }
    try (RawClient client = client()) {
      client.send("POST /e HTTP/1.1\nHost: a\nContent-Length: 3\nContent-Length: 4\n\nabcd");
      assertThat(client.answer().status()).isEqualTo(400);
    }
  }

  @Test
  void refusesLongLinesAndHeaders() throws Exception {
    start(TIGHT_BUT_PATIENT);
    try (RawClient client = client()) {
      client.send("GET /" + "x".repeat(3_000) + " HTTP/1.1\nHost: a\n\n");
      assertThat(client.answer().status()).isEqualTo(414);
    }
    try (RawClient client = client()) {
      client.send("GET / HTTP/1.1\nHost: a\nX: " + "x".repeat(3_000) + "\n\n");
      assertThat(client.answer().status()).isEqualTo(431);
    }
  }

  @Test
  void cutsARequestThatDrips() throws Exception {
    start(SMALL);
    try (RawClient client = client()) {
      client.send("POST /e HTTP/1.1\nHost: a\nContent-Length: 900\n\n");
      while (!client.answersWithin(20)) {
        client.send("x");
      }
      assertThat(client.answer().status()).isEqualTo(408);
    }
  }

  @Test
  void cutsARequestThatStops() throws Exception {
    start(SMALL);
    try (RawClient client = client()) {
      client.send("GET /x HTTP/1.1\nHost:");
      assertThat(client.answer().status()).isEqualTo(408);
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void closesAnIdleConnection() throws Exception {
    start(SMALL);
    try (RawClient client = client()) {
      client.send(get("/x")).answer();
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void takesNoMoreThanSoManyConnections() throws Exception {
    start(TIGHT_BUT_PATIENT);
    try (RawClient one = client();
        RawClient two = client();
        RawClient three = client()) {
      assertThat(one.send(get("/")).answer().status()).isEqualTo(200);
      assertThat(two.send(get("/")).answer().status()).isEqualTo(200);
      assertThat(three.send(get("/")).answer().status()).isEqualTo(200);
      try (RawClient four = client()) {
        assertThat(four.answer().status()).isEqualTo(503);
        assertThat(four.isClosed()).isTrue();
      }
    }
  }

  @Test
  void answersAFailureOfTheHandlerAndGoesOn() throws Exception {
    start(TIGHT_BUT_PATIENT);
    try (RawClient client = client()) {
      assertThat(client.send(get("/fail")).answer().status()).isEqualTo(500);
      assertThat(client.send(get("/x")).answer().status()).isEqualTo(200);
    }
  }

  @Test
  void answersAnErrorOfTheHandlerWhereverItRuns() throws Exception {
    start(TIGHT_BUT_PATIENT);
    try (RawClient client = client()) {
      assertThat(client.send(get("/error")).answer().status()).isEqualTo(500);
      assertThat(client.send(get("/long-error")).answer().status()).isEqualTo(500);
      assertThat(client.send(get("/x")).answer().status()).isEqualTo(200);
    }
  }

  @Test
  void takesAPathThatIsLeftOutForTheRoot() throws Exception {
    start(TIGHT_BUT_PATIENT);
    try (RawClient client = client()) {
      assertThat(client.send(get("?x=1")).answer().body()).isEqualTo("GET / 1 ");
      assertThat(client.send(get("http://a?x=1")).answer().body()).isEqualTo("GET / 1 ");
    }
  }

  @Test
  void finishesWhatIsUnderWayWhenItCloses() throws Exception {
    start(TIGHT_BUT_PATIENT);
    try (RawClient busy = client();
        RawClient idle = client()) {
      idle.send(get("/x")).answer();
      busy.send(get("/long"));
      entered.await();
      CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
      assertThat(idle.isClosed()).isTrue();
      assertThat(closing).isNotDone();
      release.countDown();
      RawClient.Answer answer = busy.answer();
      assertThat(answer.body()).isEqualTo("GET /long null ");
      assertThat(answer.headers()).contains("connection: close");
      closing.join();
      assertThatThrownBy(this::client).isInstanceOf(IOException.class);
    }
  }

  @Test
  void saysWhyItCannotListen() throws Exception {
    start(TIGHT_BUT_PATIENT);
    assertThatThrownBy(() -> HttpServer.start(server.address(), SMALL, this::echo))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot listen on");
  }

  private Response echo(Request request) {
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

  private void start(Limits limits) throws IOException {
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

  private RawClient client() throws IOException {
    return new RawClient(server.address());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.address().getPort() + path);
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\nHost: a\n\n";
  }

  private static String zippedHead(int length) {
    return "POST /e HTTP/1.1\nHost: a\nContent-Encoding: gzip\nContent-Length: " + length + "\n\n";
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }
}
