package dev.aloft.fake.aws.internal.s3;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How S3 writes and reads addresses, dates and hashes. */
final class Texts {
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter XML_DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private Texts() {}

  /** Replaces percent signs; a plus sign stays what it is. */
  static String decode(String text) {
    return decode(text, false);
  }

  /** Replaces percent signs, and plus signs by spaces. */
  static String decodeQuery(String text) {
    return decode(text, true);
  }

  private static String decode(String text, boolean plusIsSpace) {
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(raw.length);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == '%') {
        int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
        int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
        if (high < 0 || low < 0) {
          throw invalidUri(text);
        }
        out.write(high * 16 + low);
        i += 2;
      } else {
        out.write(plusIsSpace && raw[i] == '+' ? ' ' : raw[i]);
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(out.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw invalidUri(text);
    }
  }

  private static S3Failure invalidUri(String text) {
    return new S3Failure(400, "InvalidURI", "Couldn't parse the specified URI.").with("URI", text);
  }

  /** A text as {@code encoding-type=url} wants it in a listing. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("%2F", "/");
  }

  static String httpDate(Instant time) {
    return HTTP_DATE.format(time);
  }

  /** A date of a header; null when it is none, as a date that cannot be read is ignored. */
  static @Nullable Instant httpDate(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.trim(), Instant::from);
    } catch (DateTimeParseException notAsHttpWantsIt) {
      try {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text.trim(), Instant::from);
      } catch (DateTimeParseException neither) {
        return null;
      }
    }
  }

  static String xmlDate(Instant time) {
    return XML_DATE.format(time);
  }

  static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] hash(String algorithm, String text) {
    return digest(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
  }
}
