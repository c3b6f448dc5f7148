package dev.aloft.fake.gcp.internal.gcs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.zip.CRC32C;

/** What is computed over bytes as they pass. Not thread-safe. */
final class Digests {
  private final CRC32C crc32c = new CRC32C();
  private final MessageDigest md5 = md5();
  private long size;

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the bytes of a file come to. */
  static Sums of(Path file) throws IOException {
    Digests digests = new Digests();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[1 << 16];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digests.update(buffer, 0, count);
      }
    }
    return digests.sums();
  }

  void update(byte[] bytes, int offset, int length) {
    crc32c.update(bytes, offset, length);
    md5.update(bytes, offset, length);
    size += length;
  }

  /** What it comes to; asked once, at the end. */
  Sums sums() {
    byte[] crc = ByteBuffer.allocate(Integer.BYTES).putInt((int) crc32c.getValue()).array();
    Base64.Encoder base64 = Base64.getEncoder();
    return new Sums(size, base64.encodeToString(crc), base64.encodeToString(md5.digest()));
  }

  /**
   * What was computed.
   *
   * @param size how many bytes
   * @param crc32c in base 64
   * @param md5 in base 64
   */
  record Sums(long size, String crc32c, String md5) {}
}
