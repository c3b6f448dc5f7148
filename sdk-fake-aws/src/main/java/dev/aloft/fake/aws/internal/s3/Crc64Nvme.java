package dev.aloft.fake.aws.internal.s3;

import java.util.zip.Checksum;

/** CRC-64/NVME, the checksum that S3 gives to objects by itself; eight bytes at a time. */
final class Crc64Nvme implements Checksum {
  private static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;
  private static final long[][] TABLES = tables();

  private long state = ~0L;

  private static long[][] tables() {
    long[][] tables = new long[8][256];
    for (int value = 0; value < 256; value++) {
      long crc = value;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ POLYNOMIAL;
      }
      tables[0][value] = crc;
    }
    for (int value = 0; value < 256; value++) {
      for (int table = 1; table < 8; table++) {
        long crc = tables[table - 1][value];
        tables[table][value] = (crc >>> 8) ^ tables[0][(int) crc & 0xFF];
      }
    }
    return tables;
  }

  @Override
  public void update(int value) {
    state = (state >>> 8) ^ TABLES[0][(int) (state ^ value) & 0xFF];
  }

  @Override
  public void update(byte[] bytes, int offset, int length) {
    int at = offset;
    int end = offset + length;
    long crc = state;
    for (; at + 8 <= end; at += 8) {
      long word = crc;
      for (int i = 0; i < 8; i++) {
        word ^= (bytes[at + i] & 0xFFL) << (8 * i);
      }
      crc =
          TABLES[7][(int) word & 0xFF]
              ^ TABLES[6][(int) (word >>> 8) & 0xFF]
              ^ TABLES[5][(int) (word >>> 16) & 0xFF]
              ^ TABLES[4][(int) (word >>> 24) & 0xFF]
              ^ TABLES[3][(int) (word >>> 32) & 0xFF]
              ^ TABLES[2][(int) (word >>> 40) & 0xFF]
              ^ TABLES[1][(int) (word >>> 48) & 0xFF]
              ^ TABLES[0][(int) (word >>> 56) & 0xFF];
    }
    state = crc;
    for (; at < end; at++) {
      update(bytes[at]);
    }
  }

  @Override
  public long getValue() {
    return ~state;
  }

  @Override
  public void reset() {
    state = ~0L;
  }
}
