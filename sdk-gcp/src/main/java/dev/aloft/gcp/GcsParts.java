package dev.aloft.gcp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the parts of large objects lie until they are joined: in a folder of the store's own root,
 * so that no directory ever shows them to the work that reads it. Thread-safe.
 */
final class GcsParts {
  private static final String FOLDER = ".aloft-parts/";
  private static final String OF = "aloft-of";

  private final GcsBucket bucket;
  private final String root;

  GcsParts(GcsBucket bucket, GcsUri root) {
    this.bucket = bucket;
    this.root = root.key().isEmpty() ? FOLDER : root.key() + "/" + FOLDER;
  }

  /** The name of a part. */
  String name(String key, int number, String hash) {
    return folder(key) + String.format("%05d-%s", number, hash);
  }

  /** What tells whose part it is. */
  Map<String, String> metadata(String key) {
    return Map.of(OF, key);
  }

  /** The names of an object's parts that are there. */
  List<String> of(String key) {
    return all(folder(key)).stream().map(GcsObject::name).toList();
  }

  boolean isPart(GcsObject object) {
    return object.name().startsWith(root);
  }

  /** Takes away the parts of objects whose names start with a text, those from before a time. */
  void drop(String prefix, Instant before) {
    for (GcsObject part : all(root)) {
      String of = Objects.toString(part.metadata().get(OF), "");
      if (of.startsWith(prefix) && part.created().isBefore(before)) {
        bucket.delete(part.name());
      }
    }
  }

  private List<GcsObject> all(String prefix) {
    List<GcsObject> found = new ArrayList<>();
    @Nullable String token = null;
    do {
      GcsBucket.Listed page = bucket.list(prefix, token);
      found.addAll(page.objects());
      token = page.next();
    } while (token != null);
    return found;
  }

  private String folder(String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return root + HexFormat.of().formatHex(hash, 0, 16) + "/";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
