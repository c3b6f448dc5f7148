package dev.aloft.fake.gcp.internal.gcs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An object whose bytes are open: those of its generation, whatever becomes of it meanwhile.
 *
 * @param object what is known of it
 * @param bytes from the first on
 */
record Opened(StoredObject object, InputStream bytes) implements AutoCloseable {

  /**
   * Opens one that must be there.
   *
   * @param generation the one that is meant; null for the present one
   * @param check refuses it, before it is opened
   */
  static Opened of(
      Bucket bucket, String name, @Nullable Long generation, Consumer<StoredObject> check)
      throws IOException {
    return bucket.read(
        name,
        generation,
        (object, file) -> {
          check.accept(object);
          return new Opened(object, Files.newInputStream(file));
        });
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
