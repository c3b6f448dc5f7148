package dev.aloft.fake;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The body of a request while it is sent, and whether its client goes away meanwhile. */
final class Upload extends FilterInputStream {
  private boolean cut;

  Upload(InputStream body) {
    super(body);
  }

  boolean isCut() {
    return cut;
  }

  @Override
  public int read() throws IOException {
    try {
      return super.read();
    } catch (IOException e) {
      throw cut(e);
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      return super.read(bytes, offset, length);
    } catch (IOException e) {
      throw cut(e);
    }
  }

  @Override
  public long skip(long count) throws IOException {
    try {
      return super.skip(count);
    } catch (IOException e) {
      throw cut(e);
    }
  }

  private IOException cut(IOException reason) {
    cut = true;
    return reason;
  }
}
