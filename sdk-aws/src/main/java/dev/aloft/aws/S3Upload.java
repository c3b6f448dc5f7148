package dev.aloft.aws;

import dev.aloft.driver.Lanes;
import dev.aloft.driver.Source;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Sends one large object in parts, several at once. Nothing is visible before the last request.
 *
 * <p>An upload belongs to nobody: whoever sends the same object goes on with the one that is there,
 * whether its first sender is gone or still at it, and adds the parts that it lacks. So what a
 * failure leaves is not sent again. The last request names every part with its checksum, and the
 * first to send it wins; the others find the upload gone, or a part sent anew, and look again. Once
 * an object that is created once is there, all uploads of it are taken away. One use.
 */
final class S3Upload {
  /** Up to this size an object is sent in one request. */
  static final long SINGLE = 16L << 20;

  private static final Set<String> OVERTAKEN = Set.of("NoSuchUpload", "InvalidPart");
  private static final int MOST_LOOKS = 5;
  private static final int MOST_PARTS = 10_000;
  private static final long MIB = 1L << 20;

  private final S3Bucket bucket;
  private final S3Multipart multipart;
  private final String key;
  private final long size;
  private final boolean createOnly;
  private final Map<String, String> metadata;

  S3Upload(
      S3Bucket bucket, String key, long size, boolean createOnly, Map<String, String> metadata) {
    this.bucket = bucket;
    this.multipart = new S3Multipart(bucket);
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
    try {
      Instant written = sent(source);
      clear();
      return written;
    } catch (AloftException e) {
      if (e.code() == ErrorCode.ALREADY_EXISTS) {
        clear();
      }
      throw e;
    }
  }

  private Instant sent(Source source) {
    Set<String> others = new HashSet<>();
    for (int look = 1; ; look++) {
      S3Leftover left = leftover(others);
      String id = left.uploadId().orElseGet(() -> multipart.begin(key, metadata));
      try {
        return multipart.complete(key, id, parts(id, source, left), createOnly);
      } catch (S3Leftover.OtherBytes e) {
        others.add(id);
      } catch (AloftException e) {
        if (look < MOST_LOOKS && e.rawCode().filter(OVERTAKEN::contains).isPresent()) {
          refuseWhatIsThere(e);
          continue;
        }
        if (e.code() == ErrorCode.DATA_CORRUPTED && left.uploadId().isEmpty()) {
          multipart.abort(key, id, e); // nobody will want to go on with this
        }
        throw e;
      }
    }
  }

  /** What an upload holds beside its bytes cannot be seen, so only plain ones are gone on with. */
  private S3Leftover leftover(Set<String> others) {
    return metadata.isEmpty() ? S3Leftover.of(multipart, key, others) : S3Leftover.NONE;
  }

  /** Somebody else may have been the first. */
  private void refuseWhatIsThere(AloftException overtaken) {
    if (createOnly && bucket.head(key).isPresent()) {
      throw AloftException.of(ErrorCode.ALREADY_EXISTS, bucket.uri(key) + " exists")
          .effect(Effect.NONE)
          .resource(bucket.uri(key))
          .cause(overtaken)
          .build();
    }
  }

  private void clear() {
    if (createOnly) {
      multipart.abortAll(key, upload -> upload.key().equals(key));
    }
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
        lanes.add(
            () -> left.part(part, bytes).orElseGet(() -> multipart.send(key, id, part, bytes)));
      }
      return lanes.all();
    } catch (InterruptedIOException e) {
      throw AloftException.of(ErrorCode.INTERRUPTED, "interrupted while " + key + " was being sent")
          .effect(Effect.NONE)
          .cause(e)
          .build();
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
}
