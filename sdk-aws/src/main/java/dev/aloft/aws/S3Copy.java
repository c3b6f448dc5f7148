package dev.aloft.aws;

import dev.aloft.driver.Stored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CopyPartResult;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;

/** Copies objects within a bucket, the very large ones part by part. Thread-safe. */
final class S3Copy {
  /** The largest object that one request copies. */
  private static final long SINGLE = 5L << 30;

  private static final long PART = 512L << 20;

  /** The service copies faster than any line. */
  private static final int FASTER = 32;

  private final S3Bucket bucket;

  S3Copy(S3Bucket bucket) {
    this.bucket = bucket;
  }

  Stored copy(String from, String to, String shownAs) {
    HeadObjectRequest.Builder request =
        HeadObjectRequest.builder()
            .bucket(bucket.name())
            .key(from)
            .expectedBucketOwner(bucket.owner());
    HeadObjectResponse found =
        bucket.read("HeadObject", from, request, head -> bucket.client().headObject(head.build()));
    Map<String, String> metadata = S3Metadata.read(found.metadata());
    long size = found.contentLength();
    Instant written =
        size <= SINGLE ? whole(from, to, size) : inParts(from, to, size, metadata, found.eTag());
    return new Stored(shownAs, size, written, metadata);
  }

  private Instant whole(String from, String to, long size) {
    CopyObjectRequest.Builder request =
        CopyObjectRequest.builder()
            .sourceBucket(bucket.name())
            .sourceKey(from)
            .destinationBucket(bucket.name())
            .destinationKey(to)
            .expectedBucketOwner(bucket.owner())
            .expectedSourceBucketOwner(bucket.owner());
    CopyObjectResponse copied =
        bucket.send(
            bucket.call("CopyObject", to, size / FASTER).repeatable(),
            request,
            copy -> bucket.client().copyObject(copy.build()));
    return copied.copyObjectResult().lastModified();
  }

  private Instant inParts(
      String from, String to, long size, Map<String, String> metadata, String version) {
    S3Upload upload = new S3Upload(bucket, to, size, false, metadata);
    String id = upload.begin();
    try {
      List<CompletedPart> parts = new ArrayList<>();
      for (long start = 0; start < size; start += PART) {
        parts.add(part(from, to, id, parts.size() + 1, range(start, size), version));
      }
      return upload.complete(id, parts);
    } catch (RuntimeException | Error e) {
      upload.abort(id, e);
      throw e;
    }
  }

  private static String range(long start, long size) {
    return "bytes=" + start + "-" + (Math.min(start + PART, size) - 1);
  }

  private CompletedPart part(
      String from, String to, String id, int number, String range, String version) {
    UploadPartCopyRequest.Builder request =
        UploadPartCopyRequest.builder()
            .sourceBucket(bucket.name())
            .sourceKey(from)
            .copySourceIfMatch(version)
            .copySourceRange(range)
            .destinationBucket(bucket.name())
            .destinationKey(to)
            .uploadId(id)
            .partNumber(number)
            .expectedBucketOwner(bucket.owner())
            .expectedSourceBucketOwner(bucket.owner());
    return bucket.send(
        bucket.call("UploadPartCopy", to, PART / FASTER).repeatable(),
        request,
        copy -> {
          CopyPartResult copied = bucket.client().uploadPartCopy(copy.build()).copyPartResult();
          return CompletedPart.builder()
              .partNumber(number)
              .eTag(copied.eTag())
              .checksumCRC32(copied.checksumCRC32())
              .build();
        });
  }
}
