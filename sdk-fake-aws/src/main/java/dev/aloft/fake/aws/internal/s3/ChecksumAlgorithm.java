package dev.aloft.fake.aws.internal.s3;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** The checksums of objects. The set is closed: it is what the service has. */
enum ChecksumAlgorithm {
  CRC32(4, () -> crc(new CRC32(), 4)),
  CRC32C(4, () -> crc(new CRC32C(), 4)),
  CRC64NVME(8, () -> crc(new Crc64Nvme(), 8)),
  SHA1(20, () -> hash("SHA-1")),
  SHA256(32, () -> hash("SHA-256"));

  private final int bytes;

  @SuppressWarnings("ImmutableEnumChecker") // makes something new each time, keeps nothing
  private final Supplier<Running> starter;

  ChecksumAlgorithm(int bytes, Supplier<Running> starter) {
    this.bytes = bytes;
    this.starter = starter;
  }

  /** A checksum on its way. */
  interface Running {
    void update(byte[] bytes, int offset, int length);

    /** The checksum; called once, at the end. */
    byte[] value();
  }

  /** The algorithm of a name, in any case; a name that is none is refused. */
  static ChecksumAlgorithm of(String name) {
    return Arrays.stream(values())
        .filter(one -> one.name().equals(name.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                S3Failure.invalidRequest(
                    "Checksum algorithm provided is unsupported. Please try again with any of the"
                        + " valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]"));
  }

  Running start() {
    return starter.get();
  }

  /** How many bytes it has. */
  int bytes() {
    return bytes;
  }

  /** The header that carries it. */
  String header() {
    return "x-amz-checksum-" + name().toLowerCase(Locale.ROOT);
  }

  /** The element that carries it. */
  String element() {
    return "Checksum" + name();
  }

  private static Running crc(Checksum checksum, int bytes) {
    return new Running() {
      @Override
      public void update(byte[] chunk, int offset, int length) {
        checksum.update(chunk, offset, length);
      }

      @Override
      public byte[] value() {
        byte[] whole = ByteBuffer.allocate(8).putLong(checksum.getValue()).array();
        return Arrays.copyOfRange(whole, 8 - bytes, 8);
      }
    };
  }

  private static Running hash(String algorithm) {
    MessageDigest digest = Texts.digest(algorithm);
    return new Running() {
      @Override
      public void update(byte[] chunk, int offset, int length) {
        digest.update(chunk, offset, length);
      }

      @Override
      public byte[] value() {
        return digest.digest();
      }
    };
  }
}
