package dev.aloft.fake.aws;

import dev.aloft.fake.FakeClock;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** S3 on a port, with the vendor's client and a bucket. */
abstract class S3Fixture {
  static final String BUCKET = "some-bucket";
  static final AwsCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("access", "secret"));

  @TempDir Path directory;

  FakeClock clock;
  AwsCloud cloud;
  S3Client s3;

  @BeforeEach
  void start() {
    clock = FakeClock.driven();
    cloud = AwsCloud.builder().directory(directory).clock(clock).start();
    s3 = client(cloud.url());
    if (s3.listBuckets().buckets().stream().noneMatch(one -> one.name().equals(BUCKET))) {
      s3.createBucket(bucket -> bucket.bucket(BUCKET));
    }
  }

  @AfterEach
  void stop() {
    s3.close();
    cloud.close();
  }

  static S3Client client(String url) {
    return S3Client.builder()
        .endpointOverride(URI.create(url))
        .region(Region.US_EAST_1)
        .credentialsProvider(CREDENTIALS)
        .forcePathStyle(true)
        .build();
  }

  String put(String key, String text) {
    return s3.putObject(put -> put.bucket(BUCKET).key(key), RequestBody.fromString(text)).eTag();
  }

  String get(String key) {
    return s3.getObjectAsBytes(get -> get.bucket(BUCKET).key(key)).asUtf8String();
  }

  /** Sends bytes as they are, and returns the whole answer as text. */
  String raw(String head, byte[] body) throws Exception {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), URI.create(cloud.url()).getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write((head + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      out.write(body);
      out.flush();
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
