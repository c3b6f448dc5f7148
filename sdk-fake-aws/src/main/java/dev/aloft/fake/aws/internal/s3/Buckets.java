package dev.aloft.fake.aws.internal.s3;

import dev.aloft.local.disk.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The buckets of one account, in a directory. Thread-safe. */
final class Buckets {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern IP_ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");

  private final Path directory;
  private final String account;
  private final NavigableMap<String, Bucket> buckets = new ConcurrentSkipListMap<>();

  Buckets(Path directory, String account) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.account = account;
    List<Path> left;
    try (Stream<Path> all = Files.list(directory)) {
      left = all.filter(Files::isDirectory).toList();
    }
    for (Path one : left) {
      Bucket bucket = Bucket.load(one);
      if (bucket == null) {
        Durable.deleteTree(one);
      } else {
        buckets.put(bucket.name(), bucket);
      }
    }
  }

  /** All by name. */
  NavigableMap<String, Bucket> all() {
    return buckets;
  }

  @Nullable Bucket find(String name) {
    return buckets.get(name);
  }

  /** A bucket that must be there. */
  Bucket get(String name) {
    Bucket bucket = buckets.get(name);
    if (bucket == null) {
      throw noSuchBucket(name);
    }
    return bucket;
  }

  /** The bucket of a call, which must be there and have the owner that the caller expects. */
  Bucket of(Call call) {
    Bucket bucket = get(call.bucket());
    requireOwner(call.header("x-amz-expected-bucket-owner"));
    return bucket;
  }

  void requireOwner(@Nullable String expected) {
    if (expected == null) {
      return;
    }
    if (!expected.matches("\\d{12}")) {
      throw new S3Failure(
          400,
          "InvalidBucketOwnerAWSAccountID",
          "The value of the expected bucket owner parameter must be an AWS Account ID...");
    }
    if (!expected.equals(account)) {
      throw new S3Failure(403, "AccessDenied", "Access Denied");
    }
  }

  /**
   * Makes a bucket.
   *
   * @return null when it is there already
   */
  synchronized @Nullable Bucket create(String name, Instant created, String region)
      throws IOException {
    checkName(name);
    if (buckets.containsKey(name)) {
      return null;
    }
    Bucket bucket = Bucket.create(name, new Bucket.About(created, region), directory.resolve(name));
    buckets.put(name, bucket);
    return bucket;
  }

  synchronized void delete(Bucket bucket) throws IOException {
    bucket.delete();
    buckets.remove(bucket.name());
  }

  private static void checkName(String name) {
    if (!NAME.matcher(name).matches()
        || name.contains("..")
        || name.contains(".-")
        || name.contains("-.")
        || name.startsWith("xn--")
        || name.startsWith("sthree-")
        || name.endsWith("-s3alias")
        || name.endsWith("--ol-s3")
        || IP_ADDRESS.matcher(name).matches()) {
      throw new S3Failure(400, "InvalidBucketName", "The specified bucket is not valid.")
          .with("BucketName", name);
    }
  }

  static S3Failure noSuchBucket(String name) {
    return new S3Failure(404, "NoSuchBucket", "The specified bucket does not exist")
        .with("BucketName", name);
  }
}
