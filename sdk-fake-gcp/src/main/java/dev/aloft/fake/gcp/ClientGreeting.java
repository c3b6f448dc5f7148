package dev.aloft.fake.gcp;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What a client of TLS says first: which protocols it speaks behind it (RFC 7301). Stateless. */
final class ClientGreeting {
  private static final int HEADER = 5;
  private static final int HANDSHAKE = 22;
  private static final int CLIENT_HELLO = 1;
  private static final int PROTOCOLS = 16;
  private static final int RANDOM_AND_VERSION = 34;
  private static final String HTTP_1 = "http/1.1";

  private ClientGreeting() {}

  /** Reads the first record, whole. */
  static byte[] read(InputStream in) throws IOException {
    byte[] header = in.readNBytes(HEADER);
    if (header.length < HEADER || header[0] != HANDSHAKE) {
      throw new EOFException("a client does not speak TLS");
    }
    int length = ByteBuffer.wrap(header).getShort(3) & 0xffff;
    byte[] body = in.readNBytes(length);
    return ByteBuffer.allocate(HEADER + body.length).put(header).put(body).array();
  }

  /** Whether it speaks HTTP/1.1; one that says nothing speaks that. */
  static boolean offersHttp1(byte[] record) {
    try {
      ByteBuffer said = ByteBuffer.wrap(record).position(HEADER);
      if (said.get() != CLIENT_HELLO) {
        return true;
      }
      skip(said, 3 + RANDOM_AND_VERSION);
      skip(said, said.get() & 0xff);
      skip(said, said.getShort() & 0xffff);
      skip(said, said.get() & 0xff);
      int end = (said.getShort() & 0xffff) + said.position();
      while (said.position() < end) {
        int type = said.getShort() & 0xffff;
        int length = said.getShort() & 0xffff;
        if (type == PROTOCOLS) {
          return hasHttp1(said);
        }
        skip(said, length);
      }
      return true;
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return true;
    }
  }

  private static boolean hasHttp1(ByteBuffer said) {
    int end = (said.getShort() & 0xffff) + said.position();
    while (said.position() < end) {
      byte[] name = new byte[said.get() & 0xff];
      said.get(name);
      if (new String(name, StandardCharsets.US_ASCII).equals(HTTP_1)) {
        return true;
      }
    }
    return false;
  }

  private static void skip(ByteBuffer said, int count) {
    said.position(said.position() + count);
  }
}
