package dev.aloft.local.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * A client of {@link HttpServer}s on this machine: HTTP/1.1 over kept connections, answers whose
 * length is told. It is there because the JDK's own client takes 0.4 s until its first answer. Safe
 * for use by many threads.
 */
public final class KeepAliveClient implements AutoCloseable {
  private static final int MAX_HEAD = 64 * 1024;
  private static final int MAX_IDLE = 16;
  private static final long IDLE_NANOS = Duration.ofSeconds(30).toNanos();

  private final InetSocketAddress address;
  private final Deque<Kept> idle = new ConcurrentLinkedDeque<>();

  /** A client of one server; connects when it is used. */
  public KeepAliveClient(InetSocketAddress address) {
    this.address = address;
  }

  /**
   * Sends a request and reads its answer.
   *
   * @param headers further headers, which must not hold line breaks
   * @throws NotSentException when nothing was sent, so that it may be sent again
   * @throws IOException when it is not known what the server did
   */
  public Answer send(
      String method, String path, Map<String, String> headers, byte[] body, Duration limit)
      throws IOException {
    long end = System.nanoTime() + limit.toNanos();
    Kept kept = connect(limit);
    boolean reusable = false;
    try {
      write(kept.channel, head(method, path, headers, body.length), body);
      Answer answer = read(new Reader(kept.channel.socket(), end));
      reusable = !"close".equals(answer.headers().get("connection"));
      return answer;
    } finally {
      giveBack(kept, reusable);
    }
  }

  /** Closes the connections that are not in use. */
  @Override
  public void close() {
    for (Kept kept = idle.poll(); kept != null; kept = idle.poll()) {
      kept.close();
    }
  }

  private Kept connect(Duration limit) throws IOException {
    for (Kept kept = idle.pollFirst(); kept != null; kept = idle.pollFirst()) {
      if (kept.isFresh()) {
        return kept;
      }
      kept.close();
    }
    SocketChannel channel = SocketChannel.open();
    try {
      channel.socket().setTcpNoDelay(true);
      channel.socket().connect(address, (int) Math.max(1, limit.toMillis()));
      return new Kept(channel);
    } catch (IOException e) {
      channel.close();
      throw new NotSentException(e);
    }
  }

  private void giveBack(Kept kept, boolean reusable) {
    if (reusable && idle.size() < MAX_IDLE) {
      kept.since = System.nanoTime();
      idle.addFirst(kept);
    } else {
      kept.close();
    }
  }

  private byte[] head(String method, String path, Map<String, String> headers, int length) {
    StringBuilder head =
        new StringBuilder(method)
            .append(' ')
            .append(path)
            .append(" HTTP/1.1\r\nhost: ")
            .append(address.getHostString())
            .append("\r\ncontent-length: ")
            .append(length)
            .append("\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void write(SocketChannel channel, byte[] head, byte[] body) throws IOException {
    ByteBuffer[] parts = {ByteBuffer.wrap(head), ByteBuffer.wrap(body)};
    while (parts[0].hasRemaining() || parts[1].hasRemaining()) {
      channel.write(parts);
    }
  }

  private static Answer read(Reader in) throws IOException {
    String[] lines = in.head().split("\r\n", -1);
    String[] status = lines[0].split(" ", 3);
    Map<String, String> headers = new LinkedHashMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0) {
        headers.put(
            lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
            lines[i].substring(colon + 1).trim());
      }
    }
    try {
      int length = Integer.parseInt(headers.getOrDefault("content-length", ""));
      return new Answer(Integer.parseInt(status[1]), headers, in.bytes(length));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new IOException("not an answer of this server: " + lines[0], e);
    }
  }

  /** An answer. The bytes are not copied; nobody may change them. */
  public static final class Answer {
    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    Answer(int status, Map<String, String> headers, byte[] body) {
      this.status = status;
      this.headers = headers;
      this.body = body;
    }

    /** The status code. */
    public int status() {
      return status;
    }

    /** The headers; names in lower case. */
    public Map<String, String> headers() {
      return headers;
    }

    /** The body. */
    public byte[] body() {
      return body;
    }
  }

  /** No byte of the request was sent. */
  public static final class NotSentException extends IOException {
    private static final long serialVersionUID = 1L;

    NotSentException(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /** A connection between two requests. */
  private static final class Kept {
    private final SocketChannel channel;
    private long since;

    Kept(SocketChannel channel) {
      this.channel = channel;
    }

    /** Whether the server still listens to it; a look that does not wait. */
    boolean isFresh() {
      if (System.nanoTime() - since > IDLE_NANOS) {
        return false;
      }
      try {
        channel.configureBlocking(false);
        boolean open = channel.read(ByteBuffer.allocate(1)) == 0;
        channel.configureBlocking(true);
        return open;
      } catch (IOException e) {
        return false;
      }
    }

    void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  /** Reads until a point in time. */
  private static final class Reader {
    private final Socket socket;
    private final InputStream in;
    private final long end;
    private byte[] rest = new byte[0];

    Reader(Socket socket, long end) throws IOException {
      this.socket = socket;
      this.in = socket.getInputStream();
      this.end = end;
    }

    String head() throws IOException {
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      byte[] chunk = new byte[8192];
      while (head.size() < MAX_HEAD) {
        head.write(chunk, 0, read(chunk, 0));
        String text = head.toString(StandardCharsets.ISO_8859_1);
        int blank = text.indexOf("\r\n\r\n");
        if (blank >= 0) {
          byte[] all = head.toByteArray();
          rest = java.util.Arrays.copyOfRange(all, blank + 4, all.length);
          return text.substring(0, blank);
        }
      }
      throw new IOException("the answer's head is too large");
    }

    byte[] bytes(int length) throws IOException {
      byte[] bytes = java.util.Arrays.copyOf(rest, length);
      for (int at = Math.min(rest.length, length); at < length; ) {
        at += read(bytes, at);
      }
      return bytes;
    }

    private int read(byte[] into, int at) throws IOException {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new SocketTimeoutException("no answer in time");
      }
      socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
      int count = in.read(into, at, into.length - at);
      if (count < 0) {
        throw new EOFException("the server closed the connection before its answer was whole");
      }
      return count;
    }
  }
}
