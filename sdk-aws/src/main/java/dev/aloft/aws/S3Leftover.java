package dev.aloft.aws;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListPartsRequest;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;

/**
 * The parts of an object that somebody began to send and did not finish. A part counts only when
 * its length and checksum are those of the bytes that are to be sent. Immutable.
 */
final class S3Leftover {
  private static final Logger LOG = LoggerFactory.getLogger(S3Leftover.class);
  private static final S3Leftover NONE = new S3Leftover(null, Map.of());

  private final @Nullable String uploadId;
  private final Map<Integer, Part> parts;

  private S3Leftover(@Nullable String uploadId, Map<Integer, Part> parts) {
    this.uploadId = uploadId;
    this.parts = parts;
  }

  /** What was left of an object; nothing where looking is not allowed. */
  static S3Leftover of(S3Bucket bucket, String key) {
    try {
      Optional<String> id = uploadOf(bucket, key);
      return id.isEmpty() ? NONE : new S3Leftover(id.get(), partsOf(bucket, key, id.get()));
    } catch (AloftException e) {
      if (e.code() == ErrorCode.PERMISSION_DENIED || e.code() == ErrorCode.NOT_FOUND) {
        LOG.debug("what was left of {} cannot be seen", key, e);
        return NONE;
      }
      throw e;
    }
  }

  private static Optional<String> uploadOf(S3Bucket bucket, String key) {
    ListMultipartUploadsRequest.Builder request =
        ListMultipartUploadsRequest.builder()
            .bucket(bucket.name())
            .prefix(key)
            .expectedBucketOwner(bucket.owner());
    return bucket
        .read(
            "ListMultipartUploads",
            key,
            request,
            list -> bucket.client().listMultipartUploads(list.build()))
        .uploads()
        .stream()
        .filter(upload -> upload.key().equals(key))
        .findFirst()
        .map(MultipartUpload::uploadId);
  }

  private static Map<Integer, Part> partsOf(S3Bucket bucket, String key, String id) {
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

  /** The upload to go on with. */
  Optional<String> uploadId() {
    return Optional.ofNullable(uploadId);
  }

  /** The part that is there already, when it holds exactly these bytes. */
  Optional<CompletedPart> part(int number, byte[] bytes) {
    Part part = parts.get(number);
    if (part == null || !isSame(part, bytes)) {
      return Optional.empty();
    }
    return Optional.of(
        CompletedPart.builder()
            .partNumber(number)
            .eTag(part.eTag())
            .checksumCRC32(part.checksumCRC32())
            .build());
  }

  private static boolean isSame(Part part, byte[] bytes) {
    Long size = part.size();
    return size != null && size == bytes.length && crc32(bytes).equals(part.checksumCRC32());
  }

  private static String crc32(byte[] bytes) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    byte[] value = ByteBuffer.allocate(Integer.BYTES).putInt((int) checksum.getValue()).array();
    return Base64.getEncoder().encodeToString(value);
  }
}
