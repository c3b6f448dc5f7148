package dev.aloft.local.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A client that sends whatever bytes a test wants, and reads answers one by one. */
public final class RawClient implements AutoCloseable {
  private static final int READ_LIMIT_MILLIS = 10_000;

  private final Socket socket = new Socket();
  private final PushbackInputStream in;

  public RawClient(InetSocketAddress address) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(READ_LIMIT_MILLIS);
    socket.connect(address);
    in = new PushbackInputStream(socket.getInputStream());
  }

  /** Sends text as ISO 8859-1, with {@code \n} as the line end of HTTP. */
  public RawClient send(String text) throws IOException {
    return send(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  public RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  public RawClient closeOutput() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** Reads one answer whose length its header tells. */
  public Answer answer() throws IOException {
    return answer(true);
  }

  /** Reads the answer to a HEAD. */
  public Answer answerWithoutBody() throws IOException {
    return answer(false);
  }

  /** Whether the server has closed, without another byte. */
  public boolean isClosed() throws IOException {
    return in.read() < 0;
  }

  /** Waits this long for an answer to begin. */
  public boolean answersWithin(int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      int next = in.read();
      if (next >= 0) {
        in.unread(next);
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } finally {
      socket.setSoTimeout(READ_LIMIT_MILLIS);
    }
  }

  /** Reads an interim answer such as 100. */
  public String readInterim() throws IOException {
    return head();
  }

  private Answer answer(boolean body) throws IOException {
    String headers = head().toLowerCase(Locale.ROOT);
    int at = headers.indexOf("content-length: ") + "content-length: ".length();
    int length = Integer.parseInt(headers.substring(at, headers.indexOf('\r', at)));
    String text = body ? new String(in.readNBytes(length), StandardCharsets.UTF_8) : "";
    return new Answer(Integer.parseInt(headers.substring(9, 12)), headers, text);
  }

  private String head() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed after \"" + head + "\"");
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /**
   * An answer.
   *
   * @param headers the head in lower case
   */
  public record Answer(int status, String headers, String body) {}
}
