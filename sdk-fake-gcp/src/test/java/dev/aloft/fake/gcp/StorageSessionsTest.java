package dev.aloft.fake.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Uploads in pieces, as they are sent by hand. */
class StorageSessionsTest extends WireBucket {
  private String session(String name) throws Exception {
    HttpResponse<String> begun =
        client.send("POST", UPLOAD + "resumable", "{\"name\":\"" + name + "\"}");
    assertThat(begun.statusCode()).isEqualTo(200);
    String location = begun.headers().firstValue("location").orElseThrow();
    return location.substring(cloud.http().length());
  }

  @Test
  void uploadsAreGoneOnWith() throws Exception {
    String session = session("large");
    String first = "a".repeat(PIECE);

    HttpResponse<String> begun =
        client.send("PUT", session, first, "content-range", "bytes 0-262143/*");
    HttpResponse<String> asked = client.send("PUT", session, "", "content-range", "bytes */*");
    HttpResponse<String> again =
        client.send("PUT", session, first + "end", "content-range", "bytes 0-262146/262147");
    HttpResponse<String> repeated =
        client.send("PUT", session, "", "content-range", "bytes */262147");

    assertThat(begun.statusCode()).isEqualTo(308);
    assertThat(asked.headers().firstValue("range")).hasValue("bytes=0-262143");
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(json(again).path("size").asString()).isEqualTo("262147");
    assertThat(json(repeated).path("generation")).isEqualTo(json(again).path("generation"));
    assertThat(get("large")).isEqualTo(first + "end");
  }

  @Test
  void aPieceWhoseAnswerWasLostIsSentAgain() throws Exception {
    String session = session("large");
    String piece = "a".repeat(PIECE);
    client.send("PUT", session, piece, "content-range", "bytes 0-262143/*");
    client.send("PUT", session, piece, "content-range", "bytes 262144-524287/*");

    HttpResponse<String> again =
        client.send("PUT", session, piece, "content-range", "bytes 0-262143/*");
    client.send("PUT", session, "end", "content-range", "bytes 524288-524290/524291");

    assertThat(again.statusCode()).isEqualTo(308);
    assertThat(again.headers().firstValue("range")).hasValue("bytes=0-524287");
    assertThat(get("large")).isEqualTo(piece + piece + "end");
  }

  @Test
  void aSessionEndsAfterAWeek() throws Exception {
    String session = session("large");
    clock.advance(Duration.ofDays(8));
    session("other");

    assertThat(client.send("PUT", session, "bytes").statusCode()).isEqualTo(404);
  }

  @Test
  void piecesOfOddSizesAreRefused() throws Exception {
    String session = session("odd");

    HttpResponse<String> odd = client.send("PUT", session, "abc", "content-range", "bytes 0-2/*");
    HttpResponse<String> gone = client.send("DELETE", session, "");
    HttpResponse<String> after = client.send("PUT", session, "abc");

    assertThat(odd.statusCode()).isEqualTo(400);
    assertThat(gone.statusCode()).isEqualTo(499);
    assertThat(after.statusCode()).isEqualTo(410);
  }

  @Test
  void theLastPieceIsAnsweredAsTheWhole() throws Exception {
    HttpResponse<String> whole = client.send("PUT", session("a"), "1");

    assertThat(whole.headers().firstValue("etag")).hasValue(json(whole).path("etag").asString());
  }
}
