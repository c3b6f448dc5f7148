package dev.aloft.http;

import dev.aloft.layer.Call;
import java.io.FilterInputStream;
import java.io.IOException;
import okhttp3.Headers;
import okhttp3.Response;

/**
 * The body of an answer on its way here. What is not read to the end is broken off. For one thread.
 */
public final class HttpStream extends FilterInputStream {
  private final Call call;
  private final Response response;

  HttpStream(Call call, Response response) {
    super(response.body().byteStream());
    this.call = call;
    this.response = response;
  }

  /** The HTTP status. */
  public int status() {
    return response.code();
  }

  /** The headers. */
  public Headers headers() {
    return response.headers();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      return super.read(buffer, offset, length);
    } catch (IOException e) {
      throw HttpFailures.noAnswer(call, true, e);
    }
  }

  @Override
  public long skip(long count) throws IOException {
    try {
      return super.skip(count);
    } catch (IOException e) {
      throw HttpFailures.noAnswer(call, true, e);
    }
  }

  @Override
  public void close() {
    response.close();
  }
}
