package dev.aloft.fake.aws;

import static dev.aloft.fake.aws.S3ObjectsTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** How bodies and addresses travel. */
class S3WireTest extends S3Fixture {
  private static final String CRC32_OF_HELLO = "NhCmhg==";

  @Test
  void chunksWithATrailer() throws Exception {
    String body = "3\r\nhel\r\n2\r\nlo\r\n0\r\nx-amz-checksum-crc32:" + CRC32_OF_HELLO + "\r\n\r\n";

    assertThat(chunked("k", "STREAMING-UNSIGNED-PAYLOAD-TRAILER", 5, body))
        .startsWith("HTTP/1.1 200");
    assertThat(get("k")).isEqualTo("hello");
    assertThat(checksums("k").checksumCRC32()).isEqualTo(CRC32_OF_HELLO);
    String wrong = body.replace(CRC32_OF_HELLO, "AAAAAA==");
    assertThat(chunked("wrong", "STREAMING-UNSIGNED-PAYLOAD-TRAILER", 5, wrong))
        .startsWith("HTTP/1.1 400")
        .contains("<Code>BadDigest</Code>");
    assertRefused(() -> get("wrong"), 404, "NoSuchKey");
  }

  @Test
  void chunksWithSignatures() throws Exception {
    String signature = ";chunk-signature=" + "0".repeat(64);
    String body = "5" + signature + "\r\nhello\r\n0" + signature + "\r\n\r\n";
    String trailing =
        "5"
            + signature
            + "\r\nhello\r\n0"
            + signature
            + "\r\nx-amz-checksum-crc32:"
            + CRC32_OF_HELLO
            + "\r\nx-amz-trailer-signature:"
            + "0".repeat(64)
            + "\r\n\r\n";

    assertThat(chunked("signed", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", 5, body))
        .startsWith("HTTP/1.1 200");
    assertThat(chunked("both", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", 5, trailing))
        .startsWith("HTTP/1.1 200");
    assertThat(get("signed")).isEqualTo("hello");
    assertThat(get("both")).isEqualTo("hello");
    assertThat(chunked("short", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", 6, body))
        .contains("<Code>IncompleteBody</Code>");
  }

  private String chunked(String key, String form, int length, String body) throws Exception {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String trailer = form.endsWith("TRAILER") ? "\r\nx-amz-trailer: x-amz-checksum-crc32" : "";
    return raw(
        "PUT /"
            + BUCKET
            + "/"
            + key
            + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Encoding:"
            + " aws-chunked\r\nx-amz-content-sha256: "
            + form
            + "\r\nx-amz-decoded-content-length: "
            + length
            + "\r\nContent-Length: "
            + bytes.length
            + trailer,
        bytes);
  }

  @Test
  void bodyIsHeldToItsHash() throws Exception {
    String head = "PUT /" + BUCKET + "/k HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\n";

    assertThat(raw(head + "x-amz-content-sha256: " + "0".repeat(64), bytes("hello")))
        .contains("<Code>XAmzContentSHA256Mismatch</Code>");
    assertThat(raw(head + "Content-MD5: AAAAAAAAAAAAAAAAAAAAAA==", bytes("hello")))
        .contains("<Code>BadDigest</Code>");
    assertThat(raw(head + "x-amz-checksum-crc32: AAAAAA==", bytes("hello")))
        .contains("<Code>BadDigest</Code>");
    assertThat(raw(head + "x-amz-checksum-crc32: no", bytes("hello")))
        .contains("<Code>InvalidRequest</Code>");
    assertRefused(() -> get("k"), 404, "NoSuchKey");
  }

  @ParameterizedTest
  @EnumSource(names = {"CRC32", "CRC32_C", "SHA1", "SHA256"})
  void clientAndServiceComputeTheSame(ChecksumAlgorithm algorithm) {
    s3.putObject(
        put -> put.bucket(BUCKET).key("k").checksumAlgorithm(algorithm),
        RequestBody.fromString("hello"));

    GetObjectResponse got = checksums("k");
    assertThat(got.checksumTypeAsString()).isEqualTo("FULL_OBJECT");
    if (algorithm == ChecksumAlgorithm.CRC32) {
      assertThat(got.checksumCRC32()).isEqualTo(CRC32_OF_HELLO);
    }
  }

  /** The client itself checks what it is told. */
  private GetObjectResponse checksums(String key) {
    return s3.getObjectAsBytes(
            get -> get.bucket(BUCKET).key(key).checksumMode(ChecksumMode.ENABLED))
        .response();
  }

  @Test
  void hostMayNameTheBucket() throws Exception {
    put("a key", "content");

    for (String host :
        new String[] {
          BUCKET + ".127.0.0.1:1",
          BUCKET + ".localhost",
          BUCKET + ".s3.amazonaws.com",
          BUCKET + ".s3.us-east-1.amazonaws.com"
        }) {
      assertThat(raw("GET /a%20key HTTP/1.1\r\nHost: " + host, new byte[0]))
          .startsWith("HTTP/1.1 200")
          .endsWith("content");
    }
  }

  @Test
  void documentTypesAreRefused() throws Exception {
    byte[] body =
        bytes(
            "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>"
                + "<Delete><Object><Key>&e;</Key></Object></Delete>");
    String md5 =
        Base64.getEncoder()
            .encodeToString(java.security.MessageDigest.getInstance("MD5").digest(body));

    assertThat(
            raw(
                "POST /"
                    + BUCKET
                    + "?delete HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-MD5: "
                    + md5
                    + "\r\nContent-Length: "
                    + body.length,
                body))
        .contains("<Code>MalformedXML</Code>");
  }

  @Test
  void presignedAddressesServeUntilTheyExpire() throws Exception {
    HttpClient http = HttpClient.newHttpClient();
    try (S3Presigner presigner =
        S3Presigner.builder()
            .endpointOverride(URI.create(cloud.url()))
            .region(Region.US_EAST_1)
            .credentialsProvider(CREDENTIALS)
            .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
            .build()) {
      URI put =
          presigner
              .presignPutObject(
                  of ->
                      of.signatureDuration(Duration.ofMinutes(5))
                          .putObjectRequest(it -> it.bucket(BUCKET).key("pre é+signed")))
              .url()
              .toURI();
      HttpResponse<String> stored =
          http.send(
              HttpRequest.newBuilder(put).PUT(HttpRequest.BodyPublishers.ofString("x")).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(stored.statusCode()).isEqualTo(200);
      assertThat(get("pre é+signed")).isEqualTo("x");
    }
    String old =
        cloud.url()
            + "/"
            + BUCKET
            + "/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a"
            + "&X-Amz-Date=20200101T000000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host"
            + "&X-Amz-Signature=0";
    HttpResponse<String> expired =
        http.send(
            HttpRequest.newBuilder(URI.create(old)).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(expired.statusCode()).isEqualTo(403);
    assertThat(expired.body()).contains("<Message>Request has expired</Message>");
  }

  @Test
  void everythingIsThereAgainAfterARestart() {
    s3.putObject(
        put -> put.bucket(BUCKET).key("kept é").metadata(Map.of("a", "b")),
        RequestBody.fromString("content"));
    put("gone", "x");
    s3.deleteObject(of -> of.bucket(BUCKET).key("gone"));
    String id = s3.createMultipartUpload(of -> of.bucket(BUCKET).key("parts")).uploadId();
    String tag =
        s3.uploadPart(
                of -> of.bucket(BUCKET).key("parts").uploadId(id).partNumber(1),
                RequestBody.fromString("part"))
            .eTag();

    stop();
    start();

    assertThat(get("kept é")).isEqualTo("content");
    assertThat(s3.headObject(of -> of.bucket(BUCKET).key("kept é")).metadata())
        .containsEntry("a", "b");
    assertThat(s3.listObjectsV2(of -> of.bucket(BUCKET)).contents()).hasSize(1);
    s3.completeMultipartUpload(
        of ->
            of.bucket(BUCKET)
                .key("parts")
                .uploadId(id)
                .multipartUpload(
                    all ->
                        all.parts(
                            List.of(CompletedPart.builder().partNumber(1).eTag(tag).build()))));
    assertThat(get("parts")).isEqualTo("part");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
