package dev.aloft.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Content hashes as texts. */
public final class Hashing {
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

  private Hashing() {}

  /** A fresh SHA-256. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** SHA-256 of a text in UTF-8, as 64 hexadecimal characters. */
  public static String hex(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** SHA-256 of a text in UTF-8 as lower-case base 32, cut to so many characters, at most 51. */
  public static String base32(String text, int length) {
    return base32(sha256().digest(text.getBytes(StandardCharsets.UTF_8)), length);
  }

  /** Bytes as lower-case base 32, cut to so many characters; leftover bits are dropped. */
  public static String base32(byte[] bytes, int length) {
    StringBuilder text = new StringBuilder(length);
    int buffer = 0;
    int bits = 0;
    for (int i = 0; i < bytes.length && text.length() < length; i++) {
      buffer = (buffer << 8) | (bytes[i] & 0xff);
      bits += 8;
      while (bits >= 5 && text.length() < length) {
        text.append(ALPHABET.charAt((buffer >>> (bits - 5)) & 31));
        bits -= 5;
      }
      buffer &= (1 << bits) - 1;
    }
    return text.toString();
  }
}
