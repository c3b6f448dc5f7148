package dev.aloft.fake.gcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.gax.retrying.RetrySettings;
import com.google.cloud.NoCredentials;
import com.google.cloud.ReadChannel;
import com.google.cloud.WriteChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobGetOption;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.ComposeRequest;
import com.google.cloud.storage.Storage.CopyRequest;
import com.google.cloud.storage.StorageException;
import com.google.cloud.storage.StorageOptions;
import dev.aloft.testkit.RequestDifferences;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Google's own Java client asks the fake and fake-gcs-server the same, and both answer alike: the
 * status, the headers and the fields that mean something. What differs is told with its reason. The
 * other server takes minutes to build.
 */
@Tag("long")
final class FakeGcsServerTest {
  private static final String BUCKET = "team-bucket";
  private static final String NAME = "a b/ü.txt";
  private static final String NOTHING = "no-bucket";
  private static final String ANY = "(?s).*";
  private static final int PIECE = 256 << 10;

  /** What a client asks; whether the server refuses is a part of the answer. */
  private interface Question {
    void ask(Storage storage) throws IOException;
  }

  private static final RequestDifferences JSON =
      RequestDifferences.none()
          .differ(
              "/[0-9]/header/content-type",
              "application/json",
              "application/json; charset=UTF-8",
              "the service says how its texts are written");

  private static final RequestDifferences REFUSED =
      JSON.differ(
          "/0/body/error/(errors/0/)?message", ANY, ANY, "ours are the service's own texts");

  private static final RequestDifferences CONDITION =
      REFUSED.onlyOurs(
          "/0/body/error/errors/0/location(Type)?", ANY, "the header that holds the condition");

  private static final RequestDifferences OBJECT = JSON.and(objects("/0/body"));

  private static final RequestDifferences WRITTEN =
      OBJECT.onlyOurs("/0/header/etag", ANY, "the service sends it with an object");

  private static final RequestDifferences BUCKETS =
      JSON.onlyTheirs("/0/body/(.+/)?(defaultEventBasedHold|versioning/enabled)", "false", "off")
          .onlyOurs("/0/body/(.+/)?iamConfiguration/.+", ANY, "the service's defaults, stated");

  private static final RequestDifferences BYTES =
      RequestDifferences.none()
          .onlyOurs(
              "/0/header/x-goog-(metageneration|storage-class)",
              "1|STANDARD",
              "the service sends them with the bytes");

  private FakeGcsServer other;
  private GcpCloud cloud;
  private AnswerRecorder theirs;
  private AnswerRecorder ours;
  private Storage theirClient;
  private Storage ourClient;

  private static RequestDifferences objects(String place) {
    return RequestDifferences.none()
        .onlyTheirs(place + "/acl/0/.+", ANY, "nobody is kept out of the fake, nor let in")
        .onlyOurs(place + "/timeFinalized", ANY, "the service has told it since 2025");
  }

  @BeforeEach
  void start() throws Exception {
    other = FakeGcsServer.start();
    cloud = GcpCloud.builder().project("aloft-test").start();
    theirs = AnswerRecorder.before(other.address());
    ours = AnswerRecorder.before(cloud.http());
    theirClient = client(theirs.address());
    ourClient = client(ours.address());
    given(
        storage ->
            storage.create(BucketInfo.newBuilder(BUCKET).setLocation("us-central1").build()));
    given(storage -> storage.create(info(NAME), "hello, cloud".getBytes(UTF_8)));
  }

  @AfterEach
  void end() throws Exception {
    if (ourClient != null) {
      theirClient.close();
      ourClient.close();
      theirs.close();
      ours.close();
      cloud.close();
      other.close();
    }
  }

  private static Storage client(String address) {
    return StorageOptions.newBuilder()
        .setHost(address)
        .setCredentials(NoCredentials.getInstance())
        .setProjectId("aloft-test")
        .setRetrySettings(RetrySettings.newBuilder().setMaxAttempts(1).build())
        .build()
        .getService();
  }

  private static BlobInfo info(String name) {
    return BlobInfo.newBuilder(BUCKET, name)
        .setContentType("text/plain")
        .setCacheControl("no-store")
        .setMetadata(Map.of("team", "risk"))
        .build();
  }

  private void given(Question question) throws IOException {
    question.ask(theirClient);
    question.ask(ourClient);
    theirs.take();
    ours.take();
  }

  private void alike(int status, RequestDifferences differences, Question question)
      throws IOException {
    ask(theirClient, question);
    ask(ourClient, question);
    Map<String, String> answered = ours.take();
    assertThat(answered).containsEntry("/0/status", Integer.toString(status));
    differences.check(theirs.take(), answered);
  }

  private static void ask(Storage storage, Question question) throws IOException {
    try {
      question.ask(storage);
    } catch (StorageException e) {
      assertThat(e.getCode()).as(e.toString()).isBetween(400, 500);
    }
  }

  private static Question created(String name, BlobTargetOption... options) {
    return storage -> storage.create(info(name), "bytes".getBytes(UTF_8), options);
  }

  @Test
  void buckets() throws IOException {
    BucketInfo made = BucketInfo.newBuilder("other-bucket").setLocation("us-central1").build();
    alike(200, BUCKETS, storage -> storage.create(made));
    alike(409, REFUSED, storage -> storage.create(made));
    alike(200, BUCKETS, storage -> storage.get(BUCKET));
    alike(404, REFUSED, storage -> storage.get(NOTHING));
    alike(200, BUCKETS, storage -> assertThat(storage.list().streamAll()).hasSize(2));
    alike(404, REFUSED, storage -> storage.delete(NOTHING));
    alike(
        409,
        REFUSED
            .differ("/0/(status|body/error/code)", "412", "409", "as the service refuses it")
            .differ(
                "/0/body/error/errors/0/reason", ANY, "\"conflict\"", "as the service refuses it"),
        storage -> storage.delete(BUCKET));
  }

  @Test
  void objects() throws IOException {
    alike(200, WRITTEN, created("new"));
    alike(200, WRITTEN, storage -> storage.get(BUCKET, "new"));
    alike(404, REFUSED, storage -> storage.get(BUCKET, "none"));
    alike(404, REFUSED, storage -> storage.create(BlobInfo.newBuilder(NOTHING, "a").build()));
    alike(404, REFUSED, storage -> storage.delete(BUCKET, "none"));
  }

  @Test
  void claims() throws IOException {
    alike(200, WRITTEN, created("claim", BlobTargetOption.doesNotExist()));
    alike(412, CONDITION, created("claim", BlobTargetOption.doesNotExist()));
    alike(412, CONDITION, created("claim", BlobTargetOption.generationMatch(7)));
  }

  @Test
  void bytes() throws IOException {
    alike(200, BYTES, storage -> storage.readAllBytes(BUCKET, NAME));
    alike(206, BYTES, storage -> read(storage, 7, 12));
    alike(
        404,
        RequestDifferences.none()
            .differ("/0/body", "Not Found\n", "No such object: .+", "the service's own text")
            .differ("/0/header/content-type", "text/plain.+", "text/html.+", "its own type"),
        storage -> storage.readAllBytes(BUCKET, "none"));
  }

  private static void read(Storage storage, int first, int end) throws IOException {
    try (ReadChannel channel = storage.reader(BlobId.of(BUCKET, NAME))) {
      channel.setChunkSize(0);
      channel.seek(first);
      channel.limit(end);
      ByteBuffer read = ByteBuffer.allocate(end);
      while (channel.read(read) >= 0) {
        assertThat(read.position()).isLessThanOrEqualTo(end - first);
      }
    }
  }

  @Test
  void pieces() throws IOException {
    alike(
        200,
        JSON.onlyTheirs("/[0-2]/body/.+", ANY, "the service answers a piece without an object")
            .onlyTheirs("/[0-2]/header/content-type", ANY, "nor with a type of one")
            .onlyOurs("/[0-2]/body", "", "it answers nothing")
            .onlyTheirs("/3/header/range", ANY, "the last piece is answered with the object")
            .onlyOurs("/3/header/etag", ANY, "the service sends it with an object")
            .and(objects("/3/body")),
        storage -> {
          try (WriteChannel channel = storage.writer(info("pieces"))) {
            channel.setChunkSize(PIECE);
            channel.write(ByteBuffer.wrap(new byte[2 * PIECE + 5]));
          }
        });
  }

  @Test
  void lists() throws IOException {
    given(created("one"));
    given(created("two/three"));
    RequestDifferences items = JSON.and(objects("/[0-9]/body/items/[^0-9]+"));
    alike(200, items, storage -> list(storage));
    alike(200, items, storage -> list(storage, BlobListOption.prefix("two")));
    alike(200, items, storage -> list(storage, BlobListOption.currentDirectory()));
    alike(
        200,
        items.differ("/[0-9]/body/nextPageToken", ANY, ANY, "a token is each server's own"),
        storage -> list(storage, BlobListOption.pageSize(1)));
    alike(200, JSON, storage -> list(storage, BlobListOption.prefix("zzz")));
    alike(404, REFUSED, storage -> storage.list(NOTHING));
  }

  private static void list(Storage storage, BlobListOption... options) {
    assertThat(storage.list(BUCKET, options).streamAll().map(Blob::getName))
        .doesNotHaveDuplicates();
  }

  @Test
  void changes() throws IOException {
    Map<String, String> changed = Map.of("team", "fraud");
    alike(
        200,
        JSON.onlyOurs("/0/header/etag", ANY, "the service sends it with an object")
            .onlyTheirs("/0/body/acl/0/.+", ANY, "nobody is kept out of the fake, nor let in")
            .onlyTheirs(
                "/0/body/(content[A-Z].+|created|customTime|deleted)",
                "\"\"|\".+Z\"",
                "fields of its own, and empty ones")
            .onlyOurs(
                "/0/body/(id|kind|(media|self)Link|metageneration|time.+)",
                ANY,
                "the service answers with the whole object"),
        storage -> storage.update(BlobInfo.newBuilder(BUCKET, NAME).setMetadata(changed).build()));
    alike(
        404,
        REFUSED,
        storage -> storage.update(BlobInfo.newBuilder(BUCKET, "no").setMetadata(changed).build()));
  }

  @Test
  void copies() throws IOException {
    alike(
        200,
        JSON.and(objects("/0/body/resource"))
            .onlyTheirs("/0/body/rewriteToken", "\"\"", "there is none once it is done"),
        storage -> storage.copy(CopyRequest.of(BUCKET, NAME, "copied")).getResult());
    alike(404, REFUSED, storage -> storage.copy(CopyRequest.of(BUCKET, "none", "copied")));
  }

  @Test
  void compositions() throws IOException {
    given(created("one"));
    alike(
        200,
        JSON.onlyOurs("/0/header/etag", ANY, "the service sends it with an object")
            .onlyOurs("/0/body/timeFinalized", ANY, "the service has told it since 2025")
            .onlyTheirs("/0/body/md5Hash", ANY, "the service has none of what it put together")
            .onlyOurs("/0/body/componentCount", "2", "the service counts"),
        storage -> storage.compose(compose("one", NAME)));
    alike(
        404,
        REFUSED
            .differ("/0/(status|body/error/code)", "500", "404", "a part that is not there")
            .differ(
                "/0/body/error/errors/0/reason",
                "\"internalError\"",
                "\"notFound\"",
                "a part that is not there"),
        storage -> storage.compose(compose("none")));
  }

  private static ComposeRequest compose(String... parts) {
    return ComposeRequest.newBuilder().addSource(parts).setTarget(info("whole")).build();
  }

  @Test
  void conditions() throws IOException {
    given(created("kept"));
    RequestDifferences unseen =
        RequestDifferences.none()
            .differ("/0/status", "200", "412", "it does not look at the condition")
            .onlyOurs("/0/body/error/.+", ANY, "what a refusal says");
    alike(
        412,
        unseen.and(JSON).onlyTheirs("/0/body/[^e].+|/0/body/etag", ANY, "the object"),
        storage -> storage.get(BlobId.of(BUCKET, "kept"), BlobGetOption.generationMatch(7)));
    alike(
        412,
        unseen.and(JSON).onlyTheirs("/0/body", ANY, "what it says to a deletion"),
        storage -> storage.delete(BlobId.of(BUCKET, "kept"), BlobSourceOption.generationMatch(7)));
  }

  @Test
  void deletions() throws IOException {
    given(created("one"));
    given(created("two"));
    alike(
        204,
        RequestDifferences.none()
            .differ("/0/status", "200", "204", "the service has nothing to say")
            .differ("/0/body", "null\n", "", "the service has nothing to say")
            .onlyTheirs("/0/header/content-type", ANY, "the service has nothing to say"),
        storage -> storage.delete(BUCKET, "one"));
    alike(
        200,
        RequestDifferences.none()
            .differ("/0/parts", "\\[200, 404]", "\\[204, 404]", "the service has nothing to say"),
        storage -> storage.delete(BlobId.of(BUCKET, "two"), BlobId.of(BUCKET, "none")));
    alike(404, REFUSED, storage -> storage.get(BUCKET, "two"));
  }
}
