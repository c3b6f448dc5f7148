package dev.aloft.aws;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedMultipartUpload;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListPartsRequest;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** The requests of uploads in parts in one bucket. Thread-safe. */
final class S3Multipart {
  /** How each part is checked, by the service and by whoever goes on with it. */
  static final ChecksumAlgorithm CHECKSUM = ChecksumAlgorithm.CRC32;

  private static final Logger LOG = LoggerFactory.getLogger(S3Multipart.class);
  private static final long SLOWEST_JOINING = 64L << 20;

  private final S3Bucket bucket;

  S3Multipart(S3Bucket bucket) {
    this.bucket = bucket;
  }

  /** Begins an upload; gives its id. */
  String begin(String key, Map<String, String> metadata) {
    CreateMultipartUploadRequest.Builder request =
        CreateMultipartUploadRequest.builder()
            .bucket(bucket.name())
            .key(key)
            .metadata(S3Metadata.write(metadata))
            .checksumAlgorithm(CHECKSUM)
            .expectedBucketOwner(bucket.owner());
    return bucket.read(
        "CreateMultipartUpload",
        key,
        request,
        create -> bucket.client().createMultipartUpload(create.build()).uploadId());
  }

  CompletedPart send(String key, String id, int number, byte[] bytes) {
    UploadPartRequest.Builder request =
        UploadPartRequest.builder()
            .bucket(bucket.name())
            .key(key)
            .uploadId(id)
            .partNumber(number)
            .checksumAlgorithm(CHECKSUM)
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

  /** Makes one object of exactly these parts; gives when, by the store's time. */
  Instant complete(String key, String id, List<CompletedPart> parts, boolean createOnly) {
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

  /** Takes an upload and its parts away; fine when there is none. */
  void abort(String key, String id) {
    AbortMultipartUploadRequest.Builder request =
        AbortMultipartUploadRequest.builder()
            .bucket(bucket.name())
            .key(key)
            .uploadId(id)
            .expectedBucketOwner(bucket.owner());
    try {
      bucket.read(
          "AbortMultipartUpload",
          key,
          request,
          abort -> bucket.client().abortMultipartUpload(abort.build()));
    } catch (AloftException e) {
      if (e.code() != ErrorCode.NOT_FOUND) {
        throw e;
      }
    }
  }

  /** Takes an upload away after a failure, which is what counts; a thread may be interrupted. */
  void abort(String key, String id, Throwable because) {
    boolean interrupted = Thread.interrupted();
    try {
      abort(key, id);
    } catch (AloftException e) {
      because.addSuppressed(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Takes away what was begun below a prefix and not finished, as far as that is allowed. */
  void abortAll(String prefix, Predicate<MultipartUpload> which) {
    try {
      unfinished(prefix).stream()
          .filter(which)
          .forEach(upload -> abort(upload.key(), upload.uploadId()));
    } catch (AloftException e) {
      LOG.debug("what was left below {} stays there", prefix, e);
    }
  }

  /** What was begun below a prefix and not finished, the oldest of a key first. */
  List<MultipartUpload> unfinished(String prefix) {
    List<MultipartUpload> uploads = new ArrayList<>();
    ListMultipartUploadsResponse page = null;
    do {
      ListMultipartUploadsRequest.Builder request =
          ListMultipartUploadsRequest.builder()
              .bucket(bucket.name())
              .prefix(prefix)
              .keyMarker(page == null ? null : page.nextKeyMarker())
              .uploadIdMarker(page == null ? null : page.nextUploadIdMarker())
              .expectedBucketOwner(bucket.owner());
      page =
          bucket.read(
              "ListMultipartUploads",
              prefix,
              request,
              list -> bucket.client().listMultipartUploads(list.build()));
      uploads.addAll(page.uploads());
    } while (Boolean.TRUE.equals(page.isTruncated()));
    return uploads;
  }

  /** The parts of an upload by number. */
  Map<Integer, Part> parts(String key, String id) {
    Map<Integer, Part> parts = new HashMap<>();
    Integer after = null;
    while (true) {
      ListPartsRequest.Builder request =
          ListPartsRequest.builder()
              .bucket(bucket.name())
              .key(key)
              .uploadId(id)
              .partNumberMarker(after)
              .expectedBucketOwner(bucket.owner());
      ListPartsResponse page =
          bucket.read("ListParts", key, request, list -> bucket.client().listParts(list.build()));
      page.parts().forEach(part -> parts.put(part.partNumber(), part));
      if (!Boolean.TRUE.equals(page.isTruncated()) || page.parts().isEmpty()) {
        return parts;
      }
      after = page.nextPartNumberMarker();
    }
  }
}
