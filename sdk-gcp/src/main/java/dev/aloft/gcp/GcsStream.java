package dev.aloft.gcp;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.http.HttpStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a whole object on their way here, checked against the store's checksum when they are
 * all read. For one thread.
 */
final class GcsStream extends FilterInputStream {
  private static final String CHECKSUM = "crc32c=";

  private final CRC32C sum = new CRC32C();
  private final @Nullable String told;
  private final String uri;

  GcsStream(HttpStream body, String uri) {
    super(body);
    this.uri = uri;
    this.told = told(body);
  }

  private static @Nullable String told(HttpStream body) {
    for (String hashes : body.headers().values("x-goog-hash")) {
      for (String hash : hashes.split(",", -1)) {
        String one = hash.strip();
        if (one.toLowerCase(Locale.ROOT).startsWith(CHECKSUM)) {
          return one.substring(CHECKSUM.length());
        }
      }
    }
    return null;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = super.read(buffer, offset, length);
    if (count > 0) {
      sum.update(buffer, offset, count);
    } else if (count < 0 && told != null && !told.equals(Crc32c.text(sum))) {
      throw AloftException.of(
              ErrorCode.DATA_CORRUPTED,
              "the bytes of "
                  + uri
                  + " are not those that are stored: their crc32c is "
                  + Crc32c.text(sum)
                  + " instead of "
                  + told)
          .resource(uri)
          .build();
    }
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    return readNBytes((int) Math.min(count, 1 << 16)).length;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
