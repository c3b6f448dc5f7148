package dev.aloft.internal;

import dev.aloft.model.ModelManifest;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of a model directory. */
public final class ModelFiles {
  private static final int CHUNK = 1 << 16;

  private ModelFiles() {}

  /** SHA-256 by relative path with slashes, in order of paths, without the manifest. */
  public static Map<String, String> hashes(Path directory) {
    Map<String, String> hashes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        String path = directory.relativize(file).toString().replace(File.separatorChar, '/');
        if (!path.equals(ModelManifest.FILE)) {
          hashes.put(path, hash(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return hashes;
  }

  /** SHA-256 of a file, as 64 hexadecimal characters. */
  public static String hash(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = Hashing.sha256();
      byte[] chunk = new byte[CHUNK];
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        digest.update(chunk, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    }
  }
}
