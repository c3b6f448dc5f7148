package dev.aloft.aws;

import java.io.FilterInputStream;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;

/** The bytes of an object on their way here. What is not read to the end is broken off. */
final class S3Stream extends FilterInputStream {
  private final ResponseInputStream<?> body;
  private final String uri;
  private boolean atEnd;

  S3Stream(ResponseInputStream<?> body, String uri) {
    super(body);
    this.body = body;
    this.uri = uri;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      int count = super.read(buffer, offset, length);
      atEnd |= count < 0;
      return count;
    } catch (SdkException e) {
      throw AwsErrors.translate(e, "GetObject", uri, null);
    }
  }

  @Override
  public long skip(long count) throws IOException {
    try {
      return super.skip(count);
    } catch (SdkException e) {
      throw AwsErrors.translate(e, "GetObject", uri, null);
    }
  }

  @Override
  public void close() throws IOException {
    if (atEnd) {
      super.close();
    } else {
      body.abort();
    }
  }
}
