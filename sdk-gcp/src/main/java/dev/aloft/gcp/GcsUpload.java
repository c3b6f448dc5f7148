package dev.aloft.gcp;

import dev.aloft.driver.Lanes;
import dev.aloft.driver.Source;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one large object in parts, several at once. Nothing is visible before the last request.
 *
 * <p>Each part is an object of its own, named by its content, in a place that listings leave out;
 * the last request makes one object of them. So the parts belong to nobody: whoever sends the same
 * object takes those that are there, whether their first sender is gone or still at it, and adds
 * the others; and who goes on needs no session that could be lost or stolen. The first to ask for
 * the last request wins; parts are then taken away. One use.
 */
final class GcsUpload {
  /** Up to this size an object is sent in one request. */
  static final long SINGLE = 16L << 20;

  /** How many objects the service makes one of, by one request. */
  static final int FAN = 32;

  private static final Logger LOG = LoggerFactory.getLogger(GcsUpload.class);
  private static final int MOST_LOOKS = 5;

  private final GcsBucket bucket;
  private final GcsParts parts;
  private final String key;
  private final long size;
  private final boolean createOnly;
  private final Map<String, String> metadata;

  GcsUpload(
      GcsBucket bucket,
      GcsParts parts,
      String key,
      long size,
      boolean createOnly,
      Map<String, String> metadata) {
    this.bucket = bucket;
    this.parts = parts;
    this.key = key;
    this.size = size;
    this.createOnly = createOnly;
    this.metadata = metadata;
  }

  /** Sends it. */
  GcsObject send(Source source) {
    for (int look = 1; ; look++) {
      try {
        List<String> sent = sent(source);
        GcsObject written = joined(sent);
        clear();
        return written;
      } catch (AloftException e) {
        if (e.code() == ErrorCode.ALREADY_EXISTS) {
          clear();
        }
        boolean partGone = e.code() == ErrorCode.NOT_FOUND; // another one finished and cleared
        if (!partGone || look == MOST_LOOKS) {
          throw e;
        }
        refuseWhatIsThere(e);
      }
    }
  }

  private void refuseWhatIsThere(AloftException overtaken) {
    if (createOnly && bucket.head(key).isPresent()) {
      throw AloftException.of(ErrorCode.ALREADY_EXISTS, bucket.uri(key) + " exists")
          .effect(Effect.NONE)
          .resource(bucket.uri(key))
          .cause(overtaken)
          .build();
    }
  }

  /** Reads in order, on this thread, since the source checks its bytes as they go by. */
  private List<String> sent(Source source) {
    Set<String> there = new HashSet<>(parts.of(key));
    Lanes<String> lanes = new Lanes<>(bucket.context(), SINGLE);
    try (InputStream in = source.open()) {
      int number = 0;
      for (long at = 0; at < size; at += SINGLE) {
        byte[] bytes = in.readNBytes((int) Math.min(SINGLE, size - at));
        String part = parts.name(key, ++number, hash(bytes));
        lanes.add(() -> there.contains(part) ? part : sent(part, bytes));
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

  private String sent(String part, byte[] bytes) {
    bucket.insert(part, bytes, false, parts.metadata(key));
    return part;
  }

  /** Joins by as many levels as there are parts, 32 a time; only the last makes the object. */
  private GcsObject joined(List<String> pieces) {
    List<String> level = pieces;
    while (level.size() > FAN) {
      List<String> next = new ArrayList<>();
      for (int at = 0; at < level.size(); at += FAN) {
        List<String> some = level.subList(at, Math.min(at + FAN, level.size()));
        String joined =
            parts.name(
                key,
                next.size() + 1,
                hash(String.join("\n", some).getBytes(StandardCharsets.UTF_8)));
        bucket.compose(some, joined, false, parts.metadata(key));
        next.add(joined);
      }
      level = next;
    }
    return bucket.compose(level, key, createOnly, metadata);
  }

  private void clear() {
    try {
      parts.of(key).forEach(bucket::delete);
    } catch (AloftException e) {
      LOG.debug("parts of {} stay until they are dropped", key, e);
    }
  }

  static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
