package dev.aloft.local.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the server refuses and cuts off. */
@Timeout(30)
class HttpLimitsTest extends HttpServers {
  private static final long GREEDY = 200_000_000;

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
}
