package dev.aloft.driver;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A local file or directory that must lie in the staging store before a run is created. Core hashes
 * the content, uploads it once and create-only, and gives the driver the URI.
 *
 * @param name the key under which the driver finds the URI again, such as {@code input.train}
 * @param path the local file or directory; null when the bytes are made in memory
 * @param bytes the bytes made in memory; null when there is a path or a stream
 * @param stream the bytes made as they are read; null when there is a path or they are in memory
 * @param suffix the end of the object's name, such as {@code .tar.gz}
 */
public record Upload(
    String name,
    @Nullable Path path,
    @Nullable Supplier<byte[]> bytes,
    @Nullable Opener stream,
    String suffix) {

  /** Opens bytes that are made as they are read, the same each time. */
  @FunctionalInterface
  public interface Opener {
    /** Opens them from the start. */
    InputStream open() throws IOException;
  }

  /** A file or directory. */
  public static Upload of(String name, Path path, String suffix) {
    return new Upload(name, path, null, null, suffix);
  }

  /** Bytes made in memory, such as an archive of a script directory. */
  public static Upload of(String name, Supplier<byte[]> bytes, String suffix) {
    return new Upload(name, null, bytes, null, suffix);
  }

  /** Bytes made as they are read, such as a file in another form; read once to be hashed. */
  public static Upload streamed(String name, Opener stream, String suffix) {
    return new Upload(name, null, null, stream, suffix);
  }
}
