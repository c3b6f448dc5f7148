package dev.aloft.aws;

import dev.aloft.driver.Stored;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CopyPartResult;
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
  private final S3Multipart multipart;
  private final long single;
  private final long part;

  S3Copy(S3Bucket bucket) {
    this(bucket, SINGLE, PART);
  }

  /**
   * Copies in other pieces.
   *
   * @param single up to this size an object is copied by one request
   * @param part how large a piece of a larger one is
   */
  S3Copy(S3Bucket bucket, long single, long part) {
    this.bucket = bucket;
    this.multipart = new S3Multipart(bucket);
    this.single = single;
    this.part = part;
  }

  Stored copy(String from, String to, String shownAs) {
    HeadObjectResponse found =
        bucket
            .head(from)
            .orElseThrow(
                () ->
                    AloftException.of(
                            ErrorCode.NOT_FOUND, "there is nothing at " + bucket.uri(from))
                        .resource(bucket.uri(from))
                        .build());
    Map<String, String> metadata = S3Metadata.read(found.metadata());
    long size = found.contentLength();
    Instant written =
        size <= single ? whole(from, to, size) : inParts(from, to, size, metadata, found.eTag());
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
    String id = multipart.begin(to, metadata);
    try {
      List<CompletedPart> parts = new ArrayList<>();
      for (long start = 0; start < size; start += part) {
        parts.add(part(from, to, id, parts.size() + 1, range(start, size), version));
      }
      return multipart.complete(to, id, parts, false);
    } catch (RuntimeException | Error e) {
      multipart.abort(to, id, e);
      throw e;
    }
  }

  private String range(long start, long size) {
    return "bytes=" + start + "-" + (Math.min(start + part, size) - 1);
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
    try {
      return bucket.send(
          bucket.call("UploadPartCopy", to, part / FASTER).repeatable(),
          request,
          copy -> {
            CopyPartResult copied = bucket.client().uploadPartCopy(copy.build()).copyPartResult();
            return CompletedPart.builder()
                .partNumber(number)
                .eTag(copied.eTag())
                .checksumCRC32(copied.checksumCRC32())
                .build();
          });
    } catch (AloftException e) {
      throw e.code() == ErrorCode.ALREADY_EXISTS ? changed(from, e) : e;
    }
  }

  /** The condition that failed was the one on the original. */
  private AloftException changed(String from, AloftException failed) {
    return AloftException.of(
            ErrorCode.CONFLICT, bucket.uri(from) + " was changed while it was being copied")
        .effect(Effect.NONE)
        .resource(bucket.uri(from))
        .cause(failed)
        .build();
  }
}
