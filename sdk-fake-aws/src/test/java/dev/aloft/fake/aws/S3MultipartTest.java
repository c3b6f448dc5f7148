package dev.aloft.fake.aws;

import static dev.aloft.fake.aws.S3ObjectsTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

class S3MultipartTest extends S3Fixture {
  private static final String KEY = "in/parts";
  private static final int SMALLEST = 5 << 20;

  @Test
  void joinsPartsUnderATagOfTheirTags() throws Exception {
    byte[] bytes = random(SMALLEST + 1000);
    String id = begin(null);
    CompletedPart first = part(id, 1, Arrays.copyOf(bytes, SMALLEST));
    CompletedPart last = part(id, 7, Arrays.copyOfRange(bytes, SMALLEST, bytes.length));

    String tag = complete(id, first, last);

    assertThat(tag).isEqualTo("\"" + tagOfTags(first, last) + "-2\"");
    assertThat(s3.getObjectAsBytes(of -> of.bucket(BUCKET).key(KEY)).asByteArray())
        .isEqualTo(bytes);
    HeadObjectResponse second = s3.headObject(of -> of.bucket(BUCKET).key(KEY).partNumber(2));
    assertThat(second.contentLength()).isEqualTo(1000);
    assertThat(second.partsCount()).isEqualTo(2);
    complete(id, first, last); // as after a lost answer
    assertRefused(() -> complete(id, first), 404, "NoSuchUpload");
  }

  private static String tagOfTags(CompletedPart... parts) throws Exception {
    MessageDigest md5 = MessageDigest.getInstance("MD5");
    for (CompletedPart part : parts) {
      md5.update(HexFormat.of().parseHex(part.eTag().replace("\"", "")));
    }
    return HexFormat.of().formatHex(md5.digest());
  }

  @Test
  void refusesWhatCannotBeJoined() {
    String id = begin(null);
    CompletedPart first = part(id, 1, new byte[10]);
    CompletedPart second = part(id, 2, new byte[20]);

    assertRefused(() -> complete(id, first, second), 400, "EntityTooSmall");
    assertRefused(() -> complete(id, second, first), 400, "InvalidPartOrder");
    assertRefused(
        () -> complete(id, first.toBuilder().eTag(second.eTag()).build()), 400, "InvalidPart");
    assertRefused(() -> complete(id, first.toBuilder().partNumber(3).build()), 400, "InvalidPart");
    assertRefused(() -> complete("none", first), 404, "NoSuchUpload");
    complete(id, second);
    assertThat(s3.headObject(of -> of.bucket(BUCKET).key(KEY)).contentLength()).isEqualTo(20);
  }

  @Test
  void checksumOfPartsIsTheirs() {
    byte[] bytes = random(SMALLEST + 5);
    String id = begin(ChecksumAlgorithm.SHA256);
    assertRefused(() -> part(id, 1, new byte[1]), 400, "InvalidRequest");
    ChecksumAlgorithm sha256 = ChecksumAlgorithm.SHA256;
    CompletedPart first = part(id, 1, Arrays.copyOf(bytes, SMALLEST), sha256);
    CompletedPart last = part(id, 2, Arrays.copyOfRange(bytes, SMALLEST, bytes.length), sha256);

    assertRefused(
        () -> complete(id, first.toBuilder().checksumSHA256(null).build(), last),
        400,
        "InvalidRequest");
    complete(id, first, last);

    HeadObjectResponse head =
        s3.headObject(of -> of.bucket(BUCKET).key(KEY).checksumMode(ChecksumMode.ENABLED));
    assertThat(head.checksumSHA256()).endsWith("-2");
    assertThat(head.checksumTypeAsString()).isEqualTo("COMPOSITE");
  }

  @Test
  void listsPartsAndUploadsInPages() {
    String id = begin(null);
    for (int number = 1; number <= 5; number++) {
      part(id, number, new byte[number]);
    }
    part(id, 3, new byte[30]);
    String other = s3.createMultipartUpload(of -> of.bucket(BUCKET).key("a")).uploadId();

    List<Part> parts = new ArrayList<>();
    s3.listPartsPaginator(of -> of.bucket(BUCKET).key(KEY).uploadId(id).maxParts(2))
        .parts()
        .forEach(parts::add);
    assertThat(parts).extracting(Part::partNumber).containsExactly(1, 2, 3, 4, 5);
    assertThat(parts).extracting(Part::size).containsExactly(1L, 2L, 30L, 4L, 5L);
    List<MultipartUpload> uploads = new ArrayList<>();
    s3.listMultipartUploadsPaginator(of -> of.bucket(BUCKET).maxUploads(1))
        .uploads()
        .forEach(uploads::add);
    assertThat(uploads).extracting(MultipartUpload::uploadId).containsExactly(other, id);
    s3.abortMultipartUpload(of -> of.bucket(BUCKET).key("a").uploadId(other));
    assertThat(s3.listMultipartUploads(of -> of.bucket(BUCKET)).uploads()).hasSize(1);
  }

  @Test
  void takesPartsOutOfObjects() {
    byte[] bytes = random(SMALLEST + 100);
    s3.putObject(of -> of.bucket(BUCKET).key("source"), RequestBody.fromBytes(bytes));
    String id = begin(null);

    CompletedPart first = copy(id, 1, "bytes=100-" + (SMALLEST + 99));
    CompletedPart last = copy(id, 2, "bytes=0-99");
    complete(id, first, last);

    byte[] joined = s3.getObjectAsBytes(of -> of.bucket(BUCKET).key(KEY)).asByteArray();
    assertThat(Arrays.copyOf(joined, SMALLEST))
        .isEqualTo(Arrays.copyOfRange(bytes, 100, bytes.length));
    assertThat(Arrays.copyOfRange(joined, SMALLEST, joined.length))
        .isEqualTo(Arrays.copyOf(bytes, 100));
    String open = begin(null);
    assertRefused(() -> copy(open, 1, "bytes=0-" + bytes.length), 400, "InvalidArgument");
  }

  private CompletedPart copy(String id, int number, String range) {
    String tag =
        s3.uploadPartCopy(
                of ->
                    of.sourceBucket(BUCKET)
                        .sourceKey("source")
                        .copySourceRange(range)
                        .destinationBucket(BUCKET)
                        .destinationKey(KEY)
                        .uploadId(id)
                        .partNumber(number))
            .copyPartResult()
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(tag).build();
  }

  private String begin(ChecksumAlgorithm algorithm) {
    return s3.createMultipartUpload(of -> of.bucket(BUCKET).key(KEY).checksumAlgorithm(algorithm))
        .uploadId();
  }

  private CompletedPart part(String id, int number, byte[] bytes) {
    return part(id, number, bytes, null);
  }

  private CompletedPart part(String id, int number, byte[] bytes, ChecksumAlgorithm algorithm) {
    UploadPartResponse part =
        s3.uploadPart(
            of ->
                of.bucket(BUCKET)
                    .key(KEY)
                    .uploadId(id)
                    .partNumber(number)
                    .checksumAlgorithm(algorithm),
            RequestBody.fromBytes(bytes));
    return CompletedPart.builder()
        .partNumber(number)
        .eTag(part.eTag())
        .checksumSHA256(part.checksumSHA256())
        .checksumCRC32(part.checksumCRC32())
        .build();
  }

  private String complete(String id, CompletedPart... parts) {
    return s3.completeMultipartUpload(
            of -> of.bucket(BUCKET).key(KEY).uploadId(id).multipartUpload(all -> all.parts(parts)))
        .eTag();
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
