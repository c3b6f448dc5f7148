package dev.aloft.gcp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Labels as Google takes them: lower-case letters, digits, hyphens and underscores, 63 at most, a
 * letter first in a key. What breaks these rules is written as far as it can be and ends in a hash
 * of the whole, so that different texts stay different. Pure.
 */
final class Labels {
  /** The portable name of a run. */
  static final String RUN = "aloft-run";

  /** The name of its job. */
  static final String GROUP = "aloft-group";

  /** The intent log that it belongs to. */
  static final String OWNER = "aloft-owner";

  /** The endpoint or model that a part belongs to. */
  static final String NAME = "aloft-name";

  /** The hash of what it is made from. */
  static final String REVISION = "aloft-revision";

  private static final Pattern KEY = Pattern.compile("[\\p{Ll}\\p{Lo}][\\p{Ll}\\p{Lo}0-9_-]{0,62}");
  private static final Pattern VALUE = Pattern.compile("[\\p{Ll}\\p{Lo}0-9_-]{0,63}");
  private static final int ROOM = 52;
  private static final int HASH = 5;

  private Labels() {}

  static Map<String, String> of(Map<String, String> texts) {
    Map<String, String> labels = new LinkedHashMap<>();
    texts.forEach((key, value) -> labels.put(key(key), value(value)));
    return labels;
  }

  static String key(String text) {
    if (KEY.matcher(text).matches()) {
      return text;
    }
    String hashed = hashed(text);
    return Character.isLetter(hashed.charAt(0)) ? hashed : "l" + hashed;
  }

  static String value(String text) {
    return VALUE.matcher(text).matches() ? text : hashed(text);
  }

  /** A filter that finds what has a label. */
  static String filter(String key, String value) {
    return "labels." + key + "=\"" + value(value) + "\"";
  }

  private static String hashed(String text) {
    String plain = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "_");
    String start = plain.substring(0, Math.min(plain.length(), ROOM));
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return start + "_" + HexFormat.of().formatHex(hash, 0, HASH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
