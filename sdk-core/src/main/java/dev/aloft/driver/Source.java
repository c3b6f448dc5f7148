package dev.aloft.driver;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bytes of a known length that can be read more than once. */
public interface Source {

  /** How many bytes. */
  long length();

  /** Opens them from the start. */
  InputStream open() throws IOException;

  /** Bytes in memory. */
  static Source of(byte[] bytes) {
    return new Source() {
      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }
    };
  }

  /** Text in UTF-8. */
  static Source of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A file; its length is read now. */
  static Source of(Path file) throws IOException {
    long size = Files.size(file);
    return new Source() {
      @Override
      public long length() {
        return size;
      }

      @Override
      public InputStream open() throws IOException {
        return Files.newInputStream(file);
      }
    };
  }
}
