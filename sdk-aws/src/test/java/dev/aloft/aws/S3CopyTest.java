package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Source;
import dev.aloft.driver.Stored;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.fake.aws.AwsCloud;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Copies part by part, with parts as small as S3 takes them. */
class S3CopyTest {
  private static final String BUCKET = "staging-bucket";
  private static final long PART = 5L << 20;
  private static final Map<String, String> METADATA = Map.of("kind", "big");

  private final byte[] bytes = new byte[(int) (2 * PART + 1)];
  private final AwsCloud cloud = AwsCloud.start();
  private final DirectContext context =
      new DirectContext(Map.of("region", cloud.region(), "endpoint", cloud.url()));
  private final ObjectStore store = context.store("s3://" + BUCKET);
  private final S3Copy copy =
      new S3Copy(
          new S3Bucket(BUCKET, cloud.account(), context, AwsClients.of(context)), PART, PART);

  @BeforeEach
  void putTheOriginal() {
    new Random(7).nextBytes(bytes);
    cloud.createBucket(BUCKET);
    store.put("original", Source.of(bytes), true, METADATA);
  }

  @AfterEach
  void close() {
    context.close();
    cloud.close();
  }

  @Test
  void givesTheSameBytesWithChecksumsAndWhatLiesBesideThem() throws IOException {
    Stored stored = copy.copy("original", "copy", "shown");

    assertThat(context.count("UploadPartCopy")).isEqualTo(3);
    assertThat(stored).isEqualTo(new Stored("shown", bytes.length, stored.modified(), METADATA));
    assertThat(store.head("copy")).map(Stored::metadata).contains(METADATA);
    HeadObjectResponse head =
        client()
            .headObject(ask -> ask.bucket(BUCKET).key("copy").checksumMode(ChecksumMode.ENABLED));
    assertThat(head.checksumCRC32()).endsWith("-3");
    try (InputStream in = store.get("copy", 0, -1)) {
      assertThat(in.readAllBytes()).isEqualTo(bytes);
    }
    assertNothingUnfinished();
  }

  @Test
  void copiesInOneRequestWhatIsSmallEnough() {
    store.put("small", Source.of("x"), true, Map.of());
    copy.copy("small", "copy", "copy");
    assertThat(context.count("CopyObject")).isEqualTo(1);
    assertThat(context.count("UploadPartCopy")).isZero();
    assertThat(store.head("copy")).map(Stored::size).contains(1L);
  }

  @Test
  void leavesNothingWhenAPartFails() {
    cloud.faults().on("UploadPartCopy").nth(2).fail(500, "InternalError", "We had an error");
    assertThat(failure().code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(store.head("copy")).isEmpty();
    assertNothingUnfinished();
  }

  @Test
  void leavesNothingWhenTheLastRequestFails() {
    cloud
        .faults()
        .on("CompleteMultipartUpload")
        .fail(500, "InternalError", "We encountered an error");
    assertThat(failure().code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(store.head("copy")).isEmpty();
    assertNothingUnfinished();
  }

  @Test
  void mixesNothingWhenTheOriginalChangesMeanwhile() {
    context.before(
        "UploadPartCopy", () -> store.put("original", Source.of("another"), false, Map.of()));
    AloftException error = failure();
    assertThat(error.code()).isEqualTo(ErrorCode.CONFLICT);
    assertThat(error.getMessage()).contains("original was changed while it was being copied");
    assertThat(store.head("copy")).isEmpty();
    assertNothingUnfinished();
  }

  @Test
  void saysThatThereIsNothingToCopy() {
    AloftException error =
        catchThrowableOfType(AloftException.class, () -> copy.copy("nothing", "copy", "copy"));
    assertThat(error.code()).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(error.getMessage()).contains("s3://" + BUCKET + "/nothing");
  }

  private AloftException failure() {
    AloftException error =
        catchThrowableOfType(AloftException.class, () -> copy.copy("original", "copy", "copy"));
    assertThat(error).isNotNull();
    return error;
  }

  private void assertNothingUnfinished() {
    assertThat(client().listMultipartUploads(list -> list.bucket(BUCKET)).uploads()).isEmpty();
  }

  private S3Client client() {
    return AwsClients.of(context).s3();
  }
}
