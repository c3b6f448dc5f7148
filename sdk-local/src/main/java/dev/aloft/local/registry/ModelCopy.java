package dev.aloft.local.registry;

import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Page;
import dev.aloft.driver.Stored;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.model.ModelManifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Copies a model's files out of the store whose root they are, checking each against the hash in
 * the manifest.
 */
final class ModelCopy {
  private final ObjectStore source;
  private final ModelManifest manifest;

  ModelCopy(ObjectStore source, ModelManifest manifest) {
    this.source = source;
    this.manifest = manifest;
  }

  void into(Path directory) throws IOException {
    Files.createDirectory(directory);
    @Nullable String cursor = null;
    do {
      Page<Stored> page = source.list("", cursor);
      for (Stored file : page.items()) {
        copy(file.key(), directory);
      }
      cursor = page.cursor();
    } while (cursor != null);
    for (String file : manifest.files().keySet()) {
      if (!Files.exists(directory.resolve(file))) {
        throw corrupted("\"" + file + "\" is not among the files at " + source.uri(""));
      }
    }
    Files.deleteIfExists(directory.resolve(ModelManifest.FILE));
    Files.writeString(directory.resolve(ModelManifest.FILE), manifest.toJson());
  }

  private void copy(String key, Path directory) throws IOException {
    Path target = directory.resolve(key).normalize();
    if (!target.startsWith(directory)) {
      throw corrupted("the file \"" + key + "\" would lie outside of the model");
    }
    Files.createDirectories(target.resolveSibling(""));
    MessageDigest digest = sha256();
    try (InputStream in = new DigestInputStream(source.get(key, 0, -1), digest)) {
      Files.copy(in, target);
    }
    String actual = HexFormat.of().formatHex(digest.digest());
    String expected = manifest.files().get(key);
    if (expected != null
        && !manifest.properties().containsKey("hashes")
        && !actual.equals(expected)) {
      throw corrupted("\"" + key + "\" has the hash " + actual + ", the manifest says " + expected);
    }
  }

  private static AloftException corrupted(String message) {
    return AloftException.of(ErrorCode.DATA_CORRUPTED, message).build();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
