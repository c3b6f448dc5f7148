package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Source;
import dev.aloft.driver.Stored;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.fake.aws.AwsCloud;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** Large objects, which are sent in parts: by one process after the other, and by two at once. */
class S3UploadTest {
  private static final String BUCKET = "staging-bucket";
  private static final String KEY = "large";
  private static final int PART = (int) S3Upload.SINGLE;
  private static final int SIZE = 2 * PART + 1;
  private static final int PARTS = 3;

  private final byte[] bytes = random(7);
  private final AwsCloud cloud = AwsCloud.start();
  private final DirectContext one = process();
  private final DirectContext other = process();

  @BeforeEach
  void makeTheBucket() {
    cloud.createBucket(BUCKET);
  }

  @AfterEach
  void close() {
    one.close();
    other.close();
    cloud.close();
  }

  @Test
  void goesOnWithWhatAFailureHasLeft() {
    cloud.faults().on("UploadPart").nth(PARTS).fail(500, "InternalError", "We had an error");
    assertThat(failure(() -> put(one, bytes)).code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(store(one).head(KEY)).isEmpty();

    put(other, bytes);

    assertThat(other.count("UploadPart")).isEqualTo(1);
    assertHolds(bytes);
    assertThat(unfinished()).isEmpty();
  }

  @Test
  void goesOnWithWhatAnInterruptHasLeft() {
    Source interrupted = ending(bytes, () -> new InterruptedIOException("stopped"));
    assertThat(failure(() -> store(one).put(KEY, interrupted, true, Map.of())).code())
        .isEqualTo(ErrorCode.INTERRUPTED);
    int left = parts(unfinished().get(0).uploadId());

    put(other, bytes);

    assertThat(other.count("UploadPart")).isEqualTo(PARTS - left);
    assertHolds(bytes);
    assertThat(unfinished()).isEmpty();
  }

  @Test
  void leavesNothingOfASourceThatBreaksOff() {
    Source broken = ending(bytes, () -> new IOException("the disk is gone"));
    assertThat(failure(() -> store(one).put(KEY, broken, true, Map.of())).code())
        .isEqualTo(ErrorCode.DATA_CORRUPTED);
    assertThat(store(one).head(KEY)).isEmpty();
    assertThat(unfinished()).isEmpty();
  }

  @Test
  void isOvertakenByOneThatGoesOnWithItsParts() {
    one.before("CompleteMultipartUpload", () -> put(other, bytes));

    assertThat(failure(() -> put(one, bytes)).code()).isEqualTo(ErrorCode.ALREADY_EXISTS);

    assertThat(other.count("UploadPart")).isZero();
    assertThat(one.count("UploadPart")).isEqualTo(PARTS);
    assertHolds(bytes);
    assertThat(unfinished()).isEmpty();
  }

  @Test
  void isOvertakenWhileItSends() {
    one.before("UploadPart", () -> put(other, bytes));

    assertThat(failure(() -> put(one, bytes)).code()).isEqualTo(ErrorCode.ALREADY_EXISTS);

    assertHolds(bytes);
    assertThat(unfinished()).isEmpty();
  }

  @Test
  void leavesNothingWhenAnotherBeganAtTheSameTime() {
    one.before("CreateMultipartUpload", () -> put(other, bytes));

    assertThat(failure(() -> put(one, bytes)).code()).isEqualTo(ErrorCode.ALREADY_EXISTS);

    assertHolds(bytes);
    assertThat(unfinished()).isEmpty();
  }

  @Test
  void takesAwayWhatAnotherBeganAtTheSameTime() {
    one.before("CreateMultipartUpload", () -> begin(bytes));

    put(one, bytes);

    assertHolds(bytes);
    assertThat(unfinished()).isEmpty();
  }

  @RepeatedTest(3)
  void endsWellForBothOfTwoAtOnce() {
    List<@Nullable AloftException> ends =
        List.of(one, other).stream()
            .map(process -> CompletableFuture.supplyAsync(() -> failureOrNull(process)))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .collect(ArrayList::new, ArrayList::add, ArrayList::addAll);

    assertThat(ends).containsOnlyOnce((AloftException) null);
    assertThat(ends)
        .filteredOn(end -> end != null)
        .extracting(AloftException::code)
        .containsOnly(ErrorCode.ALREADY_EXISTS);
    assertHolds(bytes);
    assertThat(unfinished()).isEmpty();
  }

  private @Nullable AloftException failureOrNull(DirectContext process) {
    return catchThrowableOfType(AloftException.class, () -> put(process, bytes));
  }

  @Test
  void usesNoPartOfOtherBytes() {
    begin(random(8));

    put(one, bytes);

    assertThat(one.count("UploadPart")).isEqualTo(PARTS);
    assertHolds(bytes);
    assertThat(unfinished()).isEmpty();
  }

  @Test
  void startsAnewWhenAPartWasSentOver() {
    one.before(
        "CompleteMultipartUpload", () -> sendPart(unfinished().get(0).uploadId(), random(8)));

    put(one, bytes);

    assertHolds(bytes);
    assertThat(unfinished()).isEmpty();
  }

  @Test
  void keepsWhatLiesBesideTheBytes() {
    begin(bytes);

    store(one).put(KEY, Source.of(bytes), true, Map.of("kind", "big"));

    assertThat(store(one).head(KEY)).map(Stored::metadata).contains(Map.of("kind", "big"));
    assertThat(unfinished()).isEmpty();
  }

  @Test
  void leavesTheUploadsOfOthersAloneWhereItMayOverwrite() {
    begin(random(8));

    store(one).put(KEY, Source.of(bytes), false, Map.of());

    assertHolds(bytes);
    assertThat(unfinished()).hasSize(1);
  }

  @Test
  void dropsWhatNobodyHasGoneOnWith() {
    begin(bytes);
    store(one).dropUnfinished("", store(one).time().minus(Duration.ofDays(7)));
    assertThat(unfinished()).hasSize(1);

    cloud.clock().advance(Duration.ofDays(8));
    store(one).head(KEY);
    store(one).dropUnfinished("larger", store(one).time().minus(Duration.ofDays(7)));
    assertThat(unfinished()).hasSize(1);
    store(one).dropUnfinished("la", store(one).time().minus(Duration.ofDays(7)));
    assertThat(unfinished()).isEmpty();
  }

  private DirectContext process() {
    return new DirectContext(Map.of("region", cloud.region(), "endpoint", cloud.url()));
  }

  private static ObjectStore store(DirectContext process) {
    return process.store("s3://" + BUCKET + "/team");
  }

  private static void put(DirectContext process, byte[] content) {
    store(process).put(KEY, Source.of(content), true, Map.of());
  }

  /** Begins an upload, and sends its first part. */
  private void begin(byte[] content) {
    String id =
        new S3Multipart(new S3Bucket(BUCKET, null, other, AwsClients.of(other)))
            .begin("team/" + KEY, Map.of());
    sendPart(id, content);
  }

  private void sendPart(String id, byte[] content) {
    byte[] part = java.util.Arrays.copyOf(content, PART);
    client()
        .uploadPart(
            upload -> upload.bucket(BUCKET).key("team/" + KEY).uploadId(id).partNumber(1),
            RequestBody.fromBytes(part));
  }

  private int parts(String id) {
    return client()
        .listParts(list -> list.bucket(BUCKET).key("team/" + KEY).uploadId(id))
        .parts()
        .size();
  }

  private S3Client client() {
    return AwsClients.of(other).s3();
  }

  private List<MultipartUpload> unfinished() {
    return client().listMultipartUploads(list -> list.bucket(BUCKET)).uploads();
  }

  private void assertHolds(byte[] content) {
    try (InputStream in = store(other).get(KEY, 0, -1)) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static AloftException failure(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable work) {
    AloftException thrown = catchThrowableOfType(AloftException.class, work);
    assertThat(thrown).isNotNull();
    return thrown;
  }

  /** Bytes whose last one cannot be read. */
  private static Source ending(byte[] content, Supplier<IOException> how) {
    return new Source() {
      @Override
      public long length() {
        return content.length;
      }

      @Override
      public InputStream open() {
        return new FilterInputStream(new ByteArrayInputStream(content, 0, content.length - 1)) {
          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            if (count < 0) {
              throw how.get();
            }
            return count;
          }
        };
      }
    };
  }

  private static byte[] random(int seed) {
    byte[] bytes = new byte[SIZE];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
