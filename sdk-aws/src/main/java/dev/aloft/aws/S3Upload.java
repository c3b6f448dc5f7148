package dev.aloft.aws;

import dev.aloft.driver.Source;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedMultipartUpload;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Sends one large object in parts, several at once. Nothing is visible before the last request. A
 * failure takes the parts away again; what a killed process left is found and gone on with. One
 * use.
 */
final class S3Upload {
  /** Up to this size an object is sent in one request. */
  static final long SINGLE = 16L << 20;

  private static final Logger LOG = LoggerFactory.getLogger(S3Upload.class);
  private static final int MOST_PARTS = 10_000;
  private static final long MIB = 1L << 20;
  private static final long SLOWEST_JOINING = 64L << 20;

  private final S3Bucket bucket;
  private final String key;
  private final long size;
  private final boolean createOnly;
  private final Map<String, String> metadata;

  S3Upload(
      S3Bucket bucket, String key, long size, boolean createOnly, Map<String, String> metadata) {
    this.bucket = bucket;
    this.key = key;
    this.size = size;
    this.createOnly = createOnly;
    this.metadata = metadata;
  }

  /** How large a part is: the last one is smaller. */
  static long partSize(long size) {
    long least = (size + MOST_PARTS - 1) / MOST_PARTS;
    return Math.max(SINGLE, (least + MIB - 1) / MIB * MIB);
  }

  /** Sends it; gives when it was written, by the store's time. */
  Instant send(Source source) {
    S3Leftover left = S3Leftover.of(bucket, key);
    String id = left.uploadId().orElseGet(this::begin);
    try {
      return complete(id, parts(id, source, left));
    } catch (RuntimeException | Error e) {
      abort(id, e);
      throw e;
    }
  }

  String begin() {
    CreateMultipartUploadRequest.Builder request =
        CreateMultipartUploadRequest.builder()
            .bucket(bucket.name())
            .key(key)
            .metadata(S3Metadata.write(metadata))
            .checksumAlgorithm(ChecksumAlgorithm.CRC32)
            .expectedBucketOwner(bucket.owner());
    return bucket.read(
        "CreateMultipartUpload",
        key,
        request,
        create -> bucket.client().createMultipartUpload(create.build()).uploadId());
  }

  /** Reads in order, on this thread, since the source checks its bytes as they go by. */
  private List<CompletedPart> parts(String id, Source source, S3Leftover left) {
    long partSize = partSize(size);
    Lanes<CompletedPart> lanes = new Lanes<>(bucket.context(), partSize);
    try (InputStream in = source.open()) {
      int number = 0;
      for (long at = 0; at < size; at += partSize) {
        byte[] bytes = in.readNBytes((int) Math.min(partSize, size - at));
        int part = ++number;
        lanes.add(() -> left.part(part, bytes).orElseGet(() -> send(id, part, bytes)));
      }
      return lanes.all();
    } catch (IOException e) {
      throw AloftException.of(
              ErrorCode.DATA_CORRUPTED,
              "the bytes for " + key + " cannot be read: " + e.getMessage())
          .effect(Effect.NONE)
          .cause(e)
          .build();
    } finally {
      lanes.close();
    }
  }

  private CompletedPart send(String id, int number, byte[] bytes) {
    UploadPartRequest.Builder request =
        UploadPartRequest.builder()
            .bucket(bucket.name())
            .key(key)
            .uploadId(id)
            .partNumber(number)
            .checksumAlgorithm(ChecksumAlgorithm.CRC32)
            .expectedBucketOwner(bucket.owner());
    UploadPartResponse sent =
        bucket.send(
            bucket.call("UploadPart", key, bytes.length).repeatable(),
            request,
            part -> bucket.client().uploadPart(part.build(), RequestBody.fromBytes(bytes)));
    return CompletedPart.builder()
        .partNumber(number)
        .eTag(sent.eTag())
        .checksumCRC32(sent.checksumCRC32())
        .build();
  }

  Instant complete(String id, List<CompletedPart> parts) {
    CompleteMultipartUploadRequest.Builder request =
        CompleteMultipartUploadRequest.builder()
            .bucket(bucket.name())
            .key(key)
            .uploadId(id)
            .multipartUpload(CompletedMultipartUpload.builder().parts(parts).build())
            .expectedBucketOwner(bucket.owner());
    if (createOnly) {
      request.ifNoneMatch("*");
    }
    return bucket.send(
        bucket.call("CompleteMultipartUpload", key, SLOWEST_JOINING),
        request,
        complete -> bucket.dateOf(bucket.client().completeMultipartUpload(complete.build())));
  }

  /** Takes the parts away; what cannot be reached now is found by the next try. */
  void abort(String id, Throwable because) {
    boolean interrupted = Thread.interrupted();
    try {
      AbortMultipartUploadRequest.Builder request =
          AbortMultipartUploadRequest.builder()
              .bucket(bucket.name())
              .key(key)
              .uploadId(id)
              .expectedBucketOwner(bucket.owner());
      bucket.send(
          bucket.call("AbortMultipartUpload", key),
          request,
          abort -> bucket.client().abortMultipartUpload(abort.build()));
    } catch (AloftException e) {
      LOG.debug("the parts of {} stay until the next try", key, e);
      if (e != because) {
        because.addSuppressed(e);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** For tests: how many parts an object has. */
  static List<Long> partSizes(long size) {
    List<Long> sizes = new ArrayList<>();
    for (long at = 0; at < size; at += partSize(size)) {
      sizes.add(Math.min(partSize(size), size - at));
    }
    return sizes;
  }
}
