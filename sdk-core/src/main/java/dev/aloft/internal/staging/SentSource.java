package dev.aloft.internal.staging;

import dev.aloft.driver.Source;
import dev.aloft.internal.Hashing;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/**
 * The bytes of a file on their way: counts them, ends them when told to stop, and breaks off before
 * the end when they are not what was hashed, so that nothing wrong is stored under the hash.
 */
final class SentSource implements Source {
  private final Content.File file;
  private final Stop stop;
  private final LongConsumer progress;
  private volatile boolean changed;
  private long counted;

  /**
   * A source over another.
   *
   * @param progress told how many bytes more have been read; fewer when a try starts over
   */
  SentSource(Content.File file, Stop stop, LongConsumer progress) {
    this.file = file;
    this.stop = stop;
    this.progress = progress;
  }

  /** Whether the bytes were found to be others than those that were hashed. */
  boolean isChanged() {
    return changed;
  }

  @Override
  public long length() {
    return file.size();
  }

  @Override
  public InputStream open() throws IOException {
    synchronized (this) {
      progress.accept(-counted);
      counted = 0;
    }
    return new Checked(file.source().open());
  }

  private synchronized void count(long bytes) {
    counted += bytes;
    progress.accept(bytes);
  }

  private final class Checked extends FilterInputStream {
    private final MessageDigest digest = Hashing.sha256();
    private long seen;

    Checked(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      stop.check();
      int n = super.read(buffer, offset, length);
      if (n > 0) {
        digest.update(buffer, offset, n);
        boolean atEnd = seen < length() && seen + n >= length();
        seen += n;
        if (seen > length() || (atEnd && !isAsHashed())) {
          throw changed();
        }
        count(n);
      } else if (n < 0 && seen < length()) {
        throw changed();
      }
      return n;
    }

    @Override
    public long skip(long count) {
      return 0;
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    private boolean isAsHashed() {
      return file.hash().isEmpty() || HexFormat.of().formatHex(digest.digest()).equals(file.hash());
    }

    private IOException changed() {
      changed = true;
      return new IOException(file.path() + " was changed while it was being sent");
    }
  }
}
