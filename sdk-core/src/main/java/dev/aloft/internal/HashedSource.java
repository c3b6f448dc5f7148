package dev.aloft.internal;

import dev.aloft.driver.Source;
import dev.aloft.error.AloftException;
import dev.aloft.error.Blame;
import dev.aloft.error.ErrorCode;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * A file whose bytes are checked while they pass: the last ones are not given when the file is not
 * the one that was meant, so that nobody takes it for whole. Thread-safe; its streams are not.
 */
final class HashedSource implements Source {
  private static final int SKIPPED = 8192;

  private final Source source;
  private final String file;
  private final String hash;

  private HashedSource(Source source, String file, String hash) {
    this.source = source;
    this.file = file;
    this.hash = hash;
  }

  static Source of(Source source, String file, String hash) {
    return new HashedSource(source, file, hash);
  }

  /** Refuses a file with another hash than the manifest says. */
  static void require(String file, String expected, String actual) {
    if (!actual.equals(expected)) {
      throw AloftException.of(
              ErrorCode.DATA_CORRUPTED,
              "\"" + file + "\" has the hash " + actual + ", the manifest says " + expected)
          .blame(Blame.USER_CODE)
          .build();
    }
  }

  @Override
  public long length() {
    return source.length();
  }

  @Override
  public InputStream open() throws IOException {
    if (length() == 0) {
      require(file, hash, Hashing.hex(""));
    }
    return new Checked(source.open());
  }

  private final class Checked extends FilterInputStream {
    private final MessageDigest digest = Hashing.sha256();
    private long left = length();

    Checked(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
      int got = super.read(bytes, offset, count);
      if (got > 0) {
        digest.update(bytes, offset, got);
        left -= got;
      }
      if (got > 0 ? left <= 0 : got < 0 && left > 0) {
        check();
      }
      return got;
    }

    /** Read as well: what is left out has a part in the hash. */
    @Override
    public long skip(long count) throws IOException {
      byte[] piece = new byte[(int) Math.max(0, Math.min(count, SKIPPED))];
      return Math.max(0, read(piece, 0, piece.length));
    }

    private void check() {
      require(file, hash, HexFormat.of().formatHex(digest.digest()));
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
