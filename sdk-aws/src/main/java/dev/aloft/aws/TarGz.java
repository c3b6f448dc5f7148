package dev.aloft.aws;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/**
 * A {@code .tar.gz} that is written as its files are read. Times, owners and rights are always the
 * same, so that the same files in the same order are the same archive. For one thread.
 */
final class TarGz implements AutoCloseable {
  private static final int BLOCK = 512;
  private static final int LONGEST_NAME = 100;
  private static final long LARGEST = (1L << 33) - 1;
  private static final byte FILE = '0';
  private static final byte EXTENDED = 'x';
  private static final int CHECKSUM = 148;

  private final GZIPOutputStream out;

  TarGz(OutputStream out) throws IOException {
    this.out = new GZIPOutputStream(out, 1 << 16);
  }

  /** Adds a file. */
  void add(String path, long size, InputStream in) throws IOException {
    boolean plain = path.length() <= LONGEST_NAME && path.chars().allMatch(c -> c >= 32 && c < 127);
    if (!plain || size > LARGEST) {
      extend(path, size);
    }
    out.write(header(plain ? path : "file", size <= LARGEST ? size : 0, FILE));
    long copied = in.transferTo(out);
    if (copied != size) {
      throw new IOException(path + " has " + copied + " bytes and not " + size);
    }
    pad(size);
  }

  /** What the header of a file has no room for. */
  private void extend(String path, long size) throws IOException {
    byte[] records =
        (record("path", path) + record("size", Long.toString(size)))
            .getBytes(StandardCharsets.UTF_8);
    out.write(header("extended", records.length, EXTENDED));
    out.write(records);
    pad(records.length);
  }

  /** A record begins with its own length in bytes, the digits of the length among them. */
  private static String record(String key, String value) {
    String rest = " " + key + "=" + value + "\n";
    int bytes = rest.getBytes(StandardCharsets.UTF_8).length;
    int length = bytes + Integer.toString(bytes).length();
    length = bytes + Integer.toString(length).length();
    return length + rest;
  }

  private static byte[] header(String name, long size, byte type) {
    byte[] header = new byte[BLOCK];
    put(header, 0, name);
    put(header, 100, "0000644\0");
    put(header, 108, "0000000\0");
    put(header, 116, "0000000\0");
    put(header, 124, String.format("%011o ", size));
    put(header, 136, "00000000000 ");
    put(header, CHECKSUM, "        ");
    header[156] = type;
    put(header, 257, "ustar\0" + "00");
    int sum = 0;
    for (byte one : header) {
      sum += one & 0xff;
    }
    put(header, CHECKSUM, String.format("%06o\0 ", sum));
    return header;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private void pad(long size) throws IOException {
    out.write(new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)]);
  }

  @Override
  public void close() throws IOException {
    try (out) {
      out.write(new byte[2 * BLOCK]);
    }
  }
}
