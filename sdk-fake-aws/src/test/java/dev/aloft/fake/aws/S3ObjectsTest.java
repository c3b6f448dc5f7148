package dev.aloft.fake.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.StorageClass;
import software.amazon.awssdk.services.s3.model.Tag;

class S3ObjectsTest extends S3Fixture {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "é/ü",
        "plus+x",
        "per%cent%20",
        "end/",
        "//two",
        "/lead",
        "a//b",
        "日本/🎉",
        "tab\tx",
        "amp&<>\"'",
        "q?x=1#f",
        "a/../b",
        "./x",
        "cr\rlf\n",
        "~*'()!$,;:@=[]{}|\\^`"
      })
  void keysAreWhatTheClientMeans(String key) {
    put(key, "of " + key);

    assertThat(get(key)).isEqualTo("of " + key);
    assertThat(s3.listObjectsV2(list -> list.bucket(BUCKET)).contents())
        .singleElement()
        .satisfies(object -> assertThat(object.key()).isEqualTo(key));
    s3.deleteObjects(
        delete ->
            delete
                .bucket(BUCKET)
                .delete(
                    Delete.builder().objects(ObjectIdentifier.builder().key(key).build()).build()));
    assertThat(s3.listObjectsV2(list -> list.bucket(BUCKET)).contents()).isEmpty();
  }

  @Test
  void keysHaveUpTo1024Bytes() {
    put("x".repeat(1024), "fits");

    assertRefused(() -> put("é".repeat(513), "too long"), 400, "KeyTooLongError");
  }

  @Test
  void tellsAgainWhatItWasTold() {
    s3.putObject(
        put ->
            put.bucket(BUCKET)
                .key("told")
                .contentType("text/csv; charset=utf-8")
                .contentEncoding("gzip")
                .cacheControl("no-cache")
                .contentDisposition("attachment; filename=\"a.csv\"")
                .metadata(Map.of("owner", "team a", "empty", ""))
                .serverSideEncryption(ServerSideEncryption.AWS_KMS)
                .ssekmsKeyId("my-key")
                .storageClass(StorageClass.STANDARD_IA)
                .tagging("a=b&c=d%20e"),
        RequestBody.fromString("1,2"));

    HeadObjectResponse head = s3.headObject(of -> of.bucket(BUCKET).key("told"));
    assertThat(head.contentType()).isEqualTo("text/csv; charset=utf-8");
    assertThat(head.contentEncoding()).isEqualTo("gzip");
    assertThat(head.cacheControl()).isEqualTo("no-cache");
    assertThat(head.contentDisposition()).isEqualTo("attachment; filename=\"a.csv\"");
    assertThat(head.metadata()).containsEntry("owner", "team a").containsKey("empty");
    assertThat(head.serverSideEncryptionAsString()).isEqualTo("aws:kms");
    assertThat(head.ssekmsKeyId()).isEqualTo("arn:aws:kms:us-east-1:123456789012:key/my-key");
    assertThat(head.storageClassAsString()).isEqualTo("STANDARD_IA");
    assertThat(head.contentLength()).isEqualTo(3);
    assertThat(s3.getObjectTagging(of -> of.bucket(BUCKET).key("told")).tagSet())
        .containsExactlyInAnyOrder(tag("a", "b"), tag("c", "d e"));
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  @Test
  void datesAreRealAndMoveWithTheClock() {
    put("before", "");
    clock.advance(Duration.ofHours(3));
    put("after", "");

    Instant before = modified("before");
    assertThat(before).isBetween(Instant.now().minus(1, ChronoUnit.MINUTES), Instant.now());
    assertThat(modified("after"))
        .isBetween(before.plus(3, ChronoUnit.HOURS), before.plus(181, ChronoUnit.MINUTES));
  }

  private Instant modified(String key) {
    return s3.headObject(of -> of.bucket(BUCKET).key(key)).lastModified();
  }

  @Test
  void readsRanges() {
    put("digits", "0123456789");

    assertThat(range("bytes=2-4")).isEqualTo("234");
    assertThat(range("bytes=7-")).isEqualTo("789");
    assertThat(range("bytes=-3")).isEqualTo("789");
    assertThat(range("bytes=8-100")).isEqualTo("89");
    assertThat(range("bytes=-100")).isEqualTo("0123456789");
    assertRefused(() -> range("bytes=10-"), 416, "InvalidRange");
  }

  private String range(String range) {
    return s3.getObjectAsBytes(get -> get.bucket(BUCKET).key("digits").range(range)).asUtf8String();
  }

  @Test
  void readsOnCondition() {
    String tag = put("here", "x");
    Instant modified = modified("here");

    assertRefused(() -> s3.getObject(g -> here(g).ifMatch("\"other\"")), 412, null);
    assertRefused(() -> s3.getObject(g -> here(g).ifNoneMatch(tag)), 304, null);
    assertRefused(() -> s3.getObject(g -> here(g).ifModifiedSince(modified)), 304, null);
    assertRefused(
        () -> s3.getObject(g -> here(g).ifUnmodifiedSince(modified.minusSeconds(5))), 412, null);
    s3.getObject(g -> here(g).ifMatch(tag).ifUnmodifiedSince(modified.minusSeconds(5)));
    s3.getObject(g -> here(g).ifNoneMatch("\"other\"").ifModifiedSince(modified));
  }

  private static software.amazon.awssdk.services.s3.model.GetObjectRequest.Builder here(
      software.amazon.awssdk.services.s3.model.GetObjectRequest.Builder get) {
    return get.bucket(BUCKET).key("here");
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> get("none")).isInstanceOf(NoSuchKeyException.class);
    assertThatThrownBy(() -> s3.headObject(of -> of.bucket(BUCKET).key("none")))
        .isInstanceOf(NoSuchKeyException.class);
    assertRefused(
        () -> s3.getObject(of -> of.bucket("no-such-bucket").key("x")), 404, "NoSuchBucket");
    assertRefused(() -> s3.getBucketAcl(of -> of.bucket(BUCKET)), 501, "NotImplemented");
    assertThatThrownBy(() -> s3.getBucketAcl(of -> of.bucket(BUCKET)))
        .hasMessageContaining("GetBucketAcl");
    assertThat(s3.deleteObject(of -> of.bucket(BUCKET).key("none")).sdkHttpResponse().statusCode())
        .isEqualTo(204);
  }

  @Test
  void refusesAnotherOwner() {
    put("x", "1");

    assertRefused(
        () -> s3.getObject(of -> of.bucket(BUCKET).key("x").expectedBucketOwner("999999999999")),
        403,
        "AccessDenied");
    s3.getObject(of -> of.bucket(BUCKET).key("x").expectedBucketOwner("123456789012"));
  }

  @Test
  void copiesWithOrWithoutWhatItIsDescribedBy() {
    s3.putObject(
        put -> put.bucket(BUCKET).key("from é").contentType("a/b").metadata(Map.of("k", "v")),
        RequestBody.fromString("content"));

    s3.copyObject(
        copy ->
            copy.sourceBucket(BUCKET)
                .sourceKey("from é")
                .destinationBucket(BUCKET)
                .destinationKey("kept"));
    s3.copyObject(
        copy ->
            copy.sourceBucket(BUCKET)
                .sourceKey("from é")
                .destinationBucket(BUCKET)
                .destinationKey("replaced")
                .metadataDirective(MetadataDirective.REPLACE)
                .contentType("c/d"));

    assertThat(get("kept")).isEqualTo("content");
    assertThat(s3.headObject(of -> of.bucket(BUCKET).key("kept")).metadata()).containsKey("k");
    HeadObjectResponse replaced = s3.headObject(of -> of.bucket(BUCKET).key("replaced"));
    assertThat(replaced.metadata()).isEmpty();
    assertThat(replaced.contentType()).isEqualTo("c/d");
    assertRefused(
        () ->
            s3.copyObject(
                copy ->
                    copy.sourceBucket(BUCKET)
                        .sourceKey("kept")
                        .destinationBucket(BUCKET)
                        .destinationKey("kept")),
        400,
        "InvalidRequest");
    assertRefused(
        () ->
            s3.copyObject(
                copy ->
                    copy.sourceBucket(BUCKET)
                        .sourceKey("kept")
                        .copySourceIfMatch("\"other\"")
                        .destinationBucket(BUCKET)
                        .destinationKey("x")),
        412,
        "PreconditionFailed");
  }

  @Test
  void readerKeepsItsVersion() throws Exception {
    byte[] first = new byte[3 << 20];
    new Random(1).nextBytes(first);
    s3.putObject(put -> put.bucket(BUCKET).key("big"), RequestBody.fromBytes(first));

    try (ResponseInputStream<GetObjectResponse> reader =
        s3.getObject(of -> of.bucket(BUCKET).key("big"))) {
      put("big", "second");
      s3.deleteObject(of -> of.bucket(BUCKET).key("big"));
      assertThat((InputStream) reader).hasBinaryContent(first);
    }
  }

  @Test
  void bucketsAreMadeFoundAndRemovedEmptyOnly() {
    put("x", "1");

    assertRefused(() -> s3.deleteBucket(of -> of.bucket(BUCKET)), 409, "BucketNotEmpty");
    s3.deleteObject(of -> of.bucket(BUCKET).key("x"));
    s3.deleteBucket(of -> of.bucket(BUCKET));
    assertRefused(() -> s3.headBucket(of -> of.bucket(BUCKET)), 404, null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Upper", "a..b", "ab", "10.0.0.1", "xn--abc", "-a-b", "under_score"})
  void bucketsHaveNamesOfHosts(String name) throws Exception {
    assertThat(raw("PUT /" + name + " HTTP/1.1\r\nHost: 127.0.0.1", new byte[0]))
        .startsWith("HTTP/1.1 400")
        .contains("<Code>InvalidBucketName</Code>");
  }

  static void assertRefused(ThrowingCallable call, int status, String code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class,
            refused -> {
              assertThat(refused.statusCode()).isEqualTo(status);
              if (code != null) {
                assertThat(refused.awsErrorDetails().errorCode()).isEqualTo(code);
              }
            });
  }
}
