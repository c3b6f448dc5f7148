package dev.aloft.gcp;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32C;

/** The checksum of Cloud Storage, as it writes it. Pure. */
final class Crc32c {
  private Crc32c() {}

  static String of(byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    return text(sum);
  }

  static String text(CRC32C sum) {
    return Base64.getEncoder()
        .encodeToString(ByteBuffer.allocate(Integer.BYTES).putInt((int) sum.getValue()).array());
  }
}
