package dev.aloft.aws;

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
import dev.aloft.fake.aws.AwsCloud;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The vendor's client against the fake, over the network. */
class S3StoreTest {
  private static final String BUCKET = "staging-bucket";
  private static final int LARGE = 40 << 20;

  private final AwsCloud cloud = AwsCloud.start();
  private final DirectContext context =
      new DirectContext(
          Map.of(
              "region", cloud.region(),
              "endpoint", cloud.url(),
              "account", cloud.account(),
              "staging", "s3://" + BUCKET + "/team"));
  private final ObjectStore store = context.store("s3://" + BUCKET + "/team");

  @BeforeEach
  void makeTheBucket() {
    AwsClients.of(context).s3().createBucket(create -> create.bucket(BUCKET));
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
    assertThat(store.uri("a/b")).isEqualTo("s3://" + BUCKET + "/team/a/b");
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
    cloud.faults().on("ListObjectsV2").malform();

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
    assertThat(context.operations()).contains("UploadPart", "CompleteMultipartUpload");
    Stored copy = store.copy("large", "copies/large");
    assertThat(copy.size()).isEqualTo(LARGE);
    try (InputStream in = store.get("copies/large", 0, -1)) {
      assertThat(in.readAllBytes()).isEqualTo(bytes);
    }
    AloftException taken = failure(() -> store.put("large", Source.of(bytes), true, Map.of()));
    assertThat(taken.code()).isEqualTo(ErrorCode.ALREADY_EXISTS);
    assertThat(
            AwsClients.of(context).s3().listMultipartUploads(list -> list.bucket(BUCKET)).uploads())
        .isEmpty();
  }

  @Test
  void tellsTheStoresTime() {
    assertThat(store.time())
        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
  }

  @Test
  void signsAddresses() throws Exception {
    store.put("signed", Source.of("for you"), true, Map.of());
    URI get = store.presign("signed", "GET", Duration.ofMinutes(5)).orElseThrow();
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(get).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("for you");
    assertThat(store.presign("signed", "PATCH", Duration.ofMinutes(5))).isEmpty();
  }

  @Test
  void showsHowToMakeABucketThatIsMissing() {
    ObjectStore nowhere = context.store("s3://no-such-bucket-here/x");
    for (AloftException error :
        List.of(
            failure(() -> nowhere.put("a", Source.of("x"), true, Map.of())),
            failure(() -> nowhere.list("", null)),
            failure(nowhere::time))) {
      assertThat(error.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
      assertThat(error.getMessage())
          .contains("aws s3api create-bucket --bucket no-such-bucket-here")
          .contains("put-public-access-block");
    }
  }

  @Test
  void refusesABucketOfAnotherAccount() {
    DirectContext other =
        new DirectContext(
            Map.of(
                "region",
                cloud.region(),
                "endpoint",
                cloud.url(),
                "account",
                "999999999999",
                "staging",
                "s3://" + BUCKET + "/team"));
    try (other) {
      ObjectStore theirs = other.store("s3://" + BUCKET + "/team");
      AloftException refused = failure(() -> theirs.put("a", Source.of("x"), true, Map.of()));
      assertThat(refused.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
      assertThat(refused.summary()).contains("another account owns it");
    }
  }

  @Test
  void takesTheWordOfARefusalThatNamesItsReason() {
    String text =
        "User: arn:aws:iam::123456789012:user/me is not authorized to perform: s3:PutObject on"
            + " resource: \"arn:aws:s3:::staging-bucket/team/a\" with an explicit deny";
    cloud.faults().on("PutObject").fail(403, "AccessDenied", text);

    AloftException refused = failure(() -> store.put("a", Source.of("x"), true, Map.of()));

    assertThat(refused.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(refused.summary()).contains(text).doesNotContain("another account");
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
