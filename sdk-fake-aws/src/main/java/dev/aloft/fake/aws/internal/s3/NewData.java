package dev.aloft.fake.aws.internal.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that were written to a file of a bucket and belong to nothing yet.
 *
 * @param files where
 * @param name the file's name
 * @param digests what was computed over them
 */
record NewData(BucketFiles files, String name, Digests digests) {

  /** Makes them something's. */
  @FunctionalInterface
  interface Use<T> {
    T with(Digests digests) throws IOException;
  }

  /** Writes the body of a request; with the service's own checksum when none is wanted. */
  static NewData receive(
      Bucket bucket, Payload payload, @Nullable ChecksumAlgorithm checksum, long limit)
      throws IOException {
    if (payload.length() > limit) {
      throw Payload.tooLarge();
    }
    Set<ChecksumAlgorithm> wanted =
        Set.of(checksum == null ? ChecksumAlgorithm.CRC64NVME : checksum);
    return write(bucket.files(), out -> payload.receive(out, wanted, limit));
  }

  /** Writes a stretch of a file. */
  static NewData copy(Bucket bucket, Path source, ByteRange range, ChecksumAlgorithm checksum)
      throws IOException {
    Digests digests = new Digests(Set.of(checksum));
    return write(
        bucket.files(),
        out -> {
          try (InputStream in = Files.newInputStream(source)) {
            in.skipNBytes(range.first());
            transfer(in, range.length(), out, digests);
          }
          digests.finish();
          return digests;
        });
  }

  /** Writes files one after the other. */
  static NewData concatenate(Bucket bucket, List<Path> sources, Set<ChecksumAlgorithm> checksums)
      throws IOException {
    Digests digests = new Digests(checksums);
    return write(
        bucket.files(),
        out -> {
          for (Path source : sources) {
            try (InputStream in = Files.newInputStream(source)) {
              transfer(in, Long.MAX_VALUE, out, digests);
            }
          }
          digests.finish();
          return digests;
        });
  }

  private static void transfer(InputStream in, long length, OutputStream out, Digests digests)
      throws IOException {
    byte[] buffer = new byte[1 << 16];
    long left = length;
    while (left > 0) {
      int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (count < 0) {
        return;
      }
      digests.update(buffer, 0, count);
      out.write(buffer, 0, count);
      left -= count;
    }
  }

  /** Writes the bytes that a source gives, and leaves nothing when it fails. */
  private static NewData write(BucketFiles files, Source source) throws IOException {
    String name = files.newData();
    boolean whole = false;
    try (OutputStream out = Files.newOutputStream(files.data(name))) {
      Digests digests = source.writeTo(out);
      whole = true;
      return new NewData(files, name, digests);
    } finally {
      if (!whole) {
        files.discard(name);
      }
    }
  }

  @FunctionalInterface
  private interface Source {
    Digests writeTo(OutputStream out) throws IOException;
  }

  /** Uses them, or removes them when that fails. */
  <T> T orDiscard(Use<T> use) throws IOException {
    boolean used = false;
    try {
      T result = use.with(digests);
      used = true;
      return result;
    } finally {
      if (!used) {
        files.discard(name);
      }
    }
  }
}
