package dev.aloft.aws;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;

/**
 * An upload in parts that was begun for an object and is not finished: of somebody who is gone, or
 * who is sending just now. Either way its parts are as good as one's own when they hold the same
 * bytes. Immutable.
 */
final class S3Leftover {
  /** No upload. */
  static final S3Leftover NONE = new S3Leftover(null, Map.of());

  private static final Logger LOG = LoggerFactory.getLogger(S3Leftover.class);

  private final @Nullable String uploadId;
  private final Map<Integer, Part> parts;

  private S3Leftover(@Nullable String uploadId, Map<Integer, Part> parts) {
    this.uploadId = uploadId;
    this.parts = parts;
  }

  /**
   * The oldest upload of an object, so that all who look take the same; none where looking is not
   * allowed.
   *
   * @param others uploads that are known to be of other bytes
   */
  static S3Leftover of(S3Multipart multipart, String key, Set<String> others) {
    try {
      Optional<String> id =
          multipart.unfinished(key).stream()
              .filter(upload -> upload.key().equals(key) && isChecked(upload))
              .map(MultipartUpload::uploadId)
              .filter(upload -> !others.contains(upload))
              .findFirst();
      return id.isEmpty() ? NONE : new S3Leftover(id.get(), multipart.parts(key, id.get()));
    } catch (AloftException e) {
      if (e.code() == ErrorCode.PERMISSION_DENIED || e.code() == ErrorCode.NOT_FOUND) {
        LOG.debug("what was left of {} cannot be seen", key, e);
        return NONE;
      }
      throw e;
    }
  }

  private static boolean isChecked(MultipartUpload upload) {
    return upload.checksumAlgorithm() == S3Multipart.CHECKSUM;
  }

  /** The upload to go on with. */
  Optional<String> uploadId() {
    return Optional.ofNullable(uploadId);
  }

  /**
   * The part that is there already.
   *
   * @throws OtherBytes when it holds others than these
   */
  Optional<CompletedPart> part(int number, byte[] bytes) {
    Part part = parts.get(number);
    if (part == null) {
      return Optional.empty();
    }
    Long size = part.size();
    if (size == null || size != bytes.length || !crc32(bytes).equals(part.checksumCRC32())) {
      throw new OtherBytes();
    }
    return Optional.of(
        CompletedPart.builder()
            .partNumber(number)
            .eTag(part.eTag())
            .checksumCRC32(part.checksumCRC32())
            .build());
  }

  private static String crc32(byte[] bytes) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    byte[] value = ByteBuffer.allocate(Integer.BYTES).putInt((int) checksum.getValue()).array();
    return Base64.getEncoder().encodeToString(value);
  }

  /** The upload is of another object under the same key. */
  static final class OtherBytes extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
