package dev.aloft.fake.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What no client shows, or each in its own words. */
class StorageWireTest extends WireBucket {
  @Test
  void headsAreAnswered() throws Exception {
    put("one", "1");

    assertThat(client.send("HEAD", OBJECTS + "one", "").statusCode()).isEqualTo(200);
    assertThat(client.send("HEAD", OBJECTS + "one?alt=media", "").body()).isEmpty();
    assertThat(client.send("HEAD", OBJECTS + "none", "").statusCode()).isEqualTo(404);
  }

  @Test
  void whatIsNotServedIsNotTakenSilently() throws Exception {
    put("one", "1");
    String list = "/storage/v1/b/models/o";

    assertThat(client.send("GET", list + "?softDeleted=true", "").statusCode()).isEqualTo(501);
    assertThat(client.send("GET", list + "?versions=true", "").statusCode()).isEqualTo(200);
    assertThat(
            client
                .send("GET", OBJECTS + "one", "", "x-goog-encryption-algorithm", "AES256")
                .statusCode())
        .isEqualTo(501);
  }

  @Test
  void readsAndCopiesAreOfOneGeneration() throws Exception {
    String large = "a".repeat(300_000);
    String small = "b".repeat(200_000);
    put("race", large);
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              JsonClient own = new JsonClient(cloud);
              for (int i = 0; !over.get(); i++) {
                write(own, i % 2 == 0 ? small : large);
              }
            });
    try {
      for (int i = 0; i < 300; i++) {
        HttpResponse<String> read = client.send("GET", OBJECTS + "race?alt=media", "");
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.headers().firstValue("x-goog-hash").orElseThrow())
            .contains(read.body().length() == small.length() ? hash(small) : hash(large));
        String copy = client.send("POST", OBJECTS + "race/copyTo/b/models/o/copy", "{}").body();
        assertThat(copy).doesNotContain("\"error\"");
        assertThat(get("copy")).isIn(small, large);
      }
    } finally {
      over.set(true);
      writer.join();
    }
  }

  private static void write(JsonClient own, String text) {
    try {
      own.send("POST", UPLOAD + "media&name=race", text);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hash(String text) {
    CRC32C sum = new CRC32C();
    sum.update(text.getBytes(StandardCharsets.US_ASCII));
    byte[] bytes = ByteBuffer.allocate(4).putInt((int) sum.getValue()).array();
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Test
  void aHashOfOtherBytesIsRefused() throws Exception {
    JsonNode wrong =
        json(
            client.send(
                "POST", UPLOAD + "media&name=a", "123456789", "x-goog-hash", "crc32c=AAAAAA=="));

    assertThat(wrong.at("/error/message").asString())
        .isEqualTo("Provided CRC32C \"AAAAAA==\" doesn't match calculated CRC32C \"4waSgw==\".");
    assertThat(wrong.at("/error/errors/0/reason").asString()).isEqualTo("invalid");
  }

  @Test
  void objectsAreComposedWithoutAGeneration() throws Exception {
    put("a", "1");
    put("b", "2");

    JsonNode made =
        client.post(
            OBJECTS + "whole/compose",
            "{\"sourceObjects\":[{\"name\":\"a\",\"generation\":null},{\"name\":\"b\"}],"
                + "\"destination\":{}}");
    JsonNode many =
        client.post(
            OBJECTS + "whole/compose",
            "{\"sourceObjects\":[" + "{\"name\":\"a\"},".repeat(32) + "{\"name\":\"b\"}]}");

    assertThat(made.path("componentCount").asInt()).isEqualTo(2);
    assertThat(get("whole")).isEqualTo("12");
    assertThat(many.at("/error/code").asInt()).isEqualTo(400);
  }

  @Test
  void aCopyMayTakeSteps() throws Exception {
    put("a", "x".repeat(3 * PIECE));
    String rewrite =
        OBJECTS + "a/rewriteTo/b/models/o/copies%2Fa?maxBytesRewrittenPerCall=" + 2 * PIECE;

    JsonNode half = client.post(rewrite, "");
    JsonNode whole =
        client.post(rewrite + "&rewriteToken=" + half.path("rewriteToken").asString(), "");

    assertThat(half.path("done").asBoolean()).isFalse();
    assertThat(half.path("totalBytesRewritten").asString()).isEqualTo(Integer.toString(2 * PIECE));
    assertThat(whole.path("done").asBoolean()).isTrue();
    assertThat(whole.at("/resource/name").asString()).isEqualTo("copies/a");
  }

  @Test
  void whatIsMissingIsSaidAsTheServiceSaysIt() throws Exception {
    JsonNode object = json(client.send("GET", OBJECTS + "dir%2Fa", ""));
    JsonNode bucket = json(client.send("GET", "/storage/v1/b/none/o", ""));
    HttpResponse<String> bytes = client.send("GET", "/download" + OBJECTS + "a?alt=media", "");

    assertThat(object.at("/error/message").asString()).isEqualTo("No such object: models/dir/a");
    assertThat(object.at("/error/errors/0/reason").asString()).isEqualTo("notFound");
    assertThat(bucket.at("/error/message").asString())
        .isEqualTo("The specified bucket does not exist.");
    assertThat(bytes.statusCode()).isEqualTo(404);
    assertThat(bytes.body()).isEqualTo("No such object: models/a");
  }

  @Test
  void readsDependOnGenerations() throws Exception {
    String generation = put("a", "1").path("generation").asString();

    assertThat(client.send("GET", OBJECTS + "a?ifGenerationNotMatch=" + generation, ""))
        .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(304))
        .satisfies(answer -> assertThat(answer.body()).isEmpty());
    JsonNode changed = json(client.send("GET", OBJECTS + "a?ifMetagenerationMatch=7", ""));
    assertThat(changed.at("/error/code").asInt()).isEqualTo(412);
    assertThat(changed.at("/error/errors/0/location").asString()).isEqualTo("If-Match");
  }

  @Test
  void rangesAreCutOut() throws Exception {
    put("a", "0123456789");

    HttpResponse<String> middle =
        client.send("GET", OBJECTS + "a?alt=media", "", "range", "bytes=2-4");
    HttpResponse<String> outside =
        client.send("GET", OBJECTS + "a?alt=media", "", "range", "bytes=10-");

    assertThat(middle.statusCode()).isEqualTo(206);
    assertThat(middle.body()).isEqualTo("234");
    assertThat(middle.headers().firstValue("content-range")).hasValue("bytes 2-4/10");
    assertThat(middle.headers().firstValue("x-goog-stored-content-length")).hasValue("10");
    assertThat(outside.statusCode()).isEqualTo(416);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET   | /storage/v1/b/models/o?softDeleted=true | ''",
        "PATCH | /storage/v1/b/models                    | {'versioning':{'enabled':true}}",
        "PATCH | /storage/v1/b/models              | {'retentionPolicy':{'retentionPeriod':'9'}}",
        "PATCH | /storage/v1/b/models                    | {'defaultEventBasedHold':true}",
        "PATCH | /storage/v1/b/models/o/a                | {'temporaryHold':true}",
        "PATCH | /storage/v1/b/models/o/a                | {'eventBasedHold':true}",
        "PATCH | /storage/v1/b/models/o/a                | {'retention':{'mode':'Locked'}}",
        "POST  | /models/a?uploads                       | ''",
        "PUT   | /models/a?partNumber=1&uploadId=x       | ''"
      },
      quoteCharacter = '#')
  void whatWouldNotBeKeptToIsRefusedByName(String method, String path, String body)
      throws Exception {
    put("a", "1");

    HttpResponse<String> answer =
        client.send(method, path, body.equals("''") ? "" : body.replace('\'', '"'));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(501);
    assertThat(answer.body()).contains(" is not served by this fake.");
    assertThat(get("a")).isEqualTo("1");
  }

  @Test
  void keysOfClientsAreRefused() throws Exception {
    HttpResponse<String> answer =
        client.send("POST", UPLOAD + "media&name=a", "1", "x-goog-encryption-key", "a2V5");

    assertThat(answer.statusCode()).isEqualTo(501);
    assertThat(client.send("GET", OBJECTS + "a", "").statusCode()).isEqualTo(404);
  }

  @Test
  void zippedObjectsAreUnzippedUnlessTheyMustStay() throws Exception {
    HttpResponse<String> zipped =
        client.send("POST", UPLOAD + "media&name=a&contentEncoding=gzip", "no gzip");
    assertThat(zipped.statusCode()).isEqualTo(200);
    client.send("PATCH", OBJECTS + "a", "{\"cacheControl\":\"no-transform\"}");

    HttpResponse<String> stays = client.send("GET", OBJECTS + "a?alt=media", "");

    assertThat(stays.body()).isEqualTo("no gzip");
    assertThat(stays.headers().firstValue("content-encoding")).hasValue("gzip");
  }

  @Test
  void addressesSayWhatTheirAnswersAreCalled() throws Exception {
    put("a", "1");

    HttpResponse<String> answer =
        client.send(
            "GET",
            "/models/a?response-content-disposition=attachment%3B%20filename%3Da.csv"
                + "&response-content-type=text%2Fcsv",
            "");

    assertThat(answer.headers().firstValue("content-disposition"))
        .hasValue("attachment; filename=a.csv");
    assertThat(answer.headers().firstValue("content-type")).hasValue("text/csv");
  }

  @Test
  void signedAddressesEnd() throws Exception {
    put("a", "1");
    String signed =
        "/models/a?X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Signature=00&X-Goog-Expires=60"
            + "&X-Goog-Date="
            + DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
                .withZone(ZoneOffset.UTC)
                .format(clock.realNow());

    assertThat(client.send("GET", signed, "").body()).isEqualTo("1");
    clock.advance(Duration.ofMinutes(2));
    HttpResponse<String> late = client.send("GET", signed, "");
    assertThat(late.statusCode()).isEqualTo(400);
    assertThat(late.body()).contains("<Code>ExpiredToken</Code>");
  }

  @Test
  void datesFollowTheTestsClock() throws Exception {
    Instant before = Instant.parse(put("a", "1").path("updated").asString());
    clock.advance(Duration.ofHours(3));
    Instant after = Instant.parse(put("a", "2").path("updated").asString());

    assertThat(Duration.between(before, after)).isGreaterThanOrEqualTo(Duration.ofHours(3));
  }

  @Test
  void namesThatAreNoPathsAreObjectsThatScriptsDoNotSee() throws Exception {
    for (String name : new String[] {"a%2F%2Fb", "..%2Fup", "dir%2F", "%2Froot", "a%2F.%2Fb"}) {
      put(name, name);
      assertThat(get(name)).as(name).isEqualTo(name);
    }
    put("seen", "x");

    assertThat(json(client.send("GET", "/storage/v1/b/models/o", "")).path("items")).hasSize(6);
    assertThat(Files.exists(directory.resolve("gcs/up"))).isFalse();
    try (var files = Files.list(directory.resolve("gcs/models"))) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactly("seen");
    }
  }

  @Test
  void overwritingIsDeletingAsWell() throws Exception {
    put("a", "1");
    assertThat(cloud.exchanges().actions()).containsOnlyKeys("storage.objects.create");

    put("a", "2");
    client.send("POST", UPLOAD + "media&name=a&ifGenerationMatch=0", "3");

    assertThat(cloud.exchanges().actions())
        .containsEntry("storage.objects.create", 3L)
        .containsEntry("storage.objects.delete", 1L);
    assertThat(cloud.exchanges().of("storage.objects.insert"))
        .extracting(exchange -> exchange.resource() + " " + exchange.code())
        .containsExactly("models/a null", "models/a null", "models/a conditionNotMet");
  }
}
