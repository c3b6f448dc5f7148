package dev.aloft.fake.gcp.internal.gcs;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Bytes that were written to a file of a bucket and belong to nothing yet.
 *
 * @param file where they are
 * @param sums what was computed over them
 */
record Incoming(Path file, Digests.Sums sums) {

  /** Writes all that a stream has, which stays open. */
  static Incoming receive(BucketFiles files, InputStream in) throws IOException {
    return write(files, (out, digests) -> append(in, out, digests));
  }

  /** Writes all that streams have, one after the other; they stay open. */
  static Incoming concatenate(BucketFiles files, List<InputStream> sources) throws IOException {
    return write(
        files,
        (out, digests) -> {
          for (InputStream source : sources) {
            append(source, out, digests);
          }
        });
  }

  private interface Source {
    void writeTo(OutputStream out, Digests digests) throws IOException;
  }

  private static Incoming write(BucketFiles files, Source source) throws IOException {
    Path file = files.newFile();
    boolean whole = false;
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
      Digests digests = new Digests();
      source.writeTo(out, digests);
      whole = true;
      return new Incoming(file, digests.sums());
    } finally {
      if (!whole) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Copies bytes and computes over them. */
  private static void append(InputStream in, OutputStream out, Digests digests) throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      digests.update(buffer, 0, count);
      out.write(buffer, 0, count);
    }
  }

  /** Removes them, if nothing has taken them. */
  void discard() throws IOException {
    Files.deleteIfExists(file);
  }
}
