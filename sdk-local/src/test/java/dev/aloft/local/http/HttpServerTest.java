package dev.aloft.local.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server as clients of every kind see it: polite, old, slow, greedy and broken ones. */
@Timeout(30)
class HttpServerTest extends HttpServers {
  private static final int MANY = 2_000;

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

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.address().getPort() + path);
  }
}
