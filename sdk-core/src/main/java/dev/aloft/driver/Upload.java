package dev.aloft.driver;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A local file or directory that must lie in the staging store before a run is created. Core hashes
 * the content, uploads it once and create-only, and gives the driver the URI.
 *
 * @param name the key under which the driver finds the URI again, such as {@code input.train}
 * @param path the local file or directory; null when the bytes are made in memory
 * @param bytes the bytes made in memory; null when there is a path
 * @param suffix the end of the object's name, such as {@code .tar.gz}
 */
public record Upload(
    String name, @Nullable Path path, @Nullable Supplier<byte[]> bytes, String suffix) {

  /** A file or directory. */
  public static Upload of(String name, Path path, String suffix) {
    return new Upload(name, path, null, suffix);
  }

  /** Bytes made in memory, such as an archive of a script directory. */
  public static Upload of(String name, Supplier<byte[]> bytes, String suffix) {
    return new Upload(name, null, bytes, suffix);
  }
}
