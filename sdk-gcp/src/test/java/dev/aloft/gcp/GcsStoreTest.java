package dev.aloft.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Page;
import dev.aloft.driver.Source;
import dev.aloft.driver.Stored;
import dev.aloft.error.AloftException;
import dev.aloft.error.Blame;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.fake.gcp.GcpCloud;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vendor's client against the fake, over the network. */
class GcsStoreTest {
  private static final String BUCKET = "staging-bucket";
  private static final int LARGE = 40 << 20;

  private final GcpCloud cloud = GcpCloud.start();
  private final DirectContext context =
      new DirectContext(
          Map.of("credentials", "none", "http-endpoint", cloud.http(), "project", "aloft-test"));
  private final ObjectStore store = context.store("gs://" + BUCKET + "/team");

  @BeforeEach
  void makeTheBucket() {
    cloud.createBucket(BUCKET);
  }

  @AfterEach
  void close() {
    context.close();
    cloud.close();
  }

  @Test
  void givesBackWhatWasPut() throws IOException {
    Map<String, String> metadata = Map.of("Who", "Zoë & co", "n", " 1 % ");
    Stored put = store.put("a/ü b.txt", Source.of("hello world"), true, metadata);
    assertThat(put.size()).isEqualTo(11);
    assertThat(put.modified())
        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
    assertThat(store.head("a/ü b.txt")).map(Stored::metadata).contains(metadata);
    assertThat(text("a/ü b.txt", 0, -1)).isEqualTo("hello world");
    assertThat(text("a/ü b.txt", 6, 3)).isEqualTo("wor");
    assertThat(text("a/ü b.txt", 6, -1)).isEqualTo("world");
    assertThat(text("a/ü b.txt", 11, -1)).isEmpty();
    assertThat(text("a/ü b.txt", 0, 0)).isEmpty();
    assertThat(store.uri("a/b")).isEqualTo("gs://" + BUCKET + "/team/a/b");
  }

  @Test
  void createsOnce() {
    store.put("once", Source.of("first"), true, Map.of());
    AloftException taken = failure(() -> store.put("once", Source.of("second"), true, Map.of()));
    assertThat(taken.code()).isEqualTo(ErrorCode.ALREADY_EXISTS);
    assertThat(taken.effect()).isEqualTo(Effect.NONE);
    store.put("once", Source.of("third"), false, Map.of());
    assertThat(store.head("once")).map(Stored::size).contains(5L);
  }

  @Test
  void anAnswerThatCannotBeReadMayBeAskedForAgain() {
    cloud.faults().on("storage.objects.list").malform();

    AloftException unread = failure(() -> store.list("", null));

    assertThat(unread.code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(unread.isRetryable()).isTrue();
    assertThat(unread.blame()).isEqualTo(Blame.PROVIDER);
  }

  @Test
  void saysWhatIsNotThere() {
    assertThat(store.head("nothing")).isEmpty();
    assertThat(failure(() -> store.get("nothing", 0, -1)).code()).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(failure(() -> store.get("nothing", 0, 0)).code()).isEqualTo(ErrorCode.NOT_FOUND);
    store.delete("nothing");
    store.put("something", Source.of("x"), true, Map.of());
    store.delete("something");
    assertThat(store.head("something")).isEmpty();
  }

  @Test
  void listsInOrderPageByPage() {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 1_005; i++) {
      String key = String.format("many/%04d", i);
      keys.add(key);
      store.put(key, Source.of("."), true, Map.of());
    }
    List<String> found = new ArrayList<>();
    String cursor = null;
    int pages = 0;
    do {
      Page<Stored> page = store.list("many/", cursor);
      page.items().forEach(item -> found.add(item.key()));
      cursor = page.cursor();
      pages++;
    } while (cursor != null);
    assertThat(found).isEqualTo(keys);
    assertThat(pages).isEqualTo(2);
    assertThat(store.list("other", null).items()).isEmpty();
  }

  @Test
  void sendsLargeObjectsInPartsAndCopiesThem() throws IOException {
    byte[] bytes = random(LARGE);
    store.put("large", Source.of(bytes), true, Map.of("kind", "big"));
    Stored copy = store.copy("large", "copies/large");
    assertThat(context.operations()).contains("InsertObject", "ComposeObject", "RewriteObject");
    assertThat(copy.size()).isEqualTo(LARGE);
    try (InputStream in = store.get("copies/large", 0, -1)) {
      assertThat(in.readAllBytes()).isEqualTo(bytes);
    }
    AloftException taken = failure(() -> store.put("large", Source.of(bytes), true, Map.of()));
    assertThat(taken.code()).isEqualTo(ErrorCode.ALREADY_EXISTS);
    assertThat(new GcsBucket(BUCKET, context, GcpClients.of(context)).list("", null).objects())
        .extracting(GcsObject::name)
        .containsExactly("team/copies/large", "team/large");
  }

  @Test
  void tellsTheStoresTime() {
    assertThat(store.time())
        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
  }

  @Test
  void signsAddressesWithTheKeyOfAServiceAccount(@TempDir Path directory) throws Exception {
    store.put("signed", Source.of("for you"), true, Map.of());
    DirectContext signing =
        new DirectContext(
            Map.of(
                "credentials",
                ServiceAccountFile.in(directory).toString(),
                "http-endpoint",
                cloud.http()));
    try (signing) {
      ObjectStore signed = signing.store("gs://" + BUCKET + "/team");
      URI get = signed.presign("signed", "GET", Duration.ofMinutes(5)).orElseThrow();
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(get).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("for you");
      assertThat(signing.operations()).isEmpty();
      assertThat(signed.head("signed")).isPresent();
    }
    assertThat(store.presign("signed", "GET", Duration.ofMinutes(5))).isEmpty();
  }

  @Test
  void encodesKeysInSignedAddressesAsTheSignatureWantsThem() {
    assertThat(GcsSigning.path("a b/ü+=:@!*~/../c"))
        .isEqualTo("a%20b/%C3%BC%2B%3D%3A%40%21%2A~/../c");
  }

  @Test
  void showsHowToMakeABucketThatIsMissing() {
    ObjectStore nowhere = context.store("gs://no-such-bucket-here/x");
    for (AloftException error :
        List.of(
            failure(() -> nowhere.put("a", Source.of("x"), true, Map.of())),
            failure(() -> nowhere.list("", null)),
            failure(nowhere::time))) {
      assertThat(error.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
      assertThat(error.getMessage())
          .contains("gcloud storage buckets create gs://no-such-bucket-here");
    }
  }

  private String text(String key, long offset, long length) throws IOException {
    try (InputStream in = store.get(key, offset, length)) {
      return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  private static AloftException failure(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable work) {
    AloftException[] thrown = new AloftException[1];
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(AloftException.class, error -> thrown[0] = error);
    return thrown[0];
  }
}
