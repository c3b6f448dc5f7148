package dev.aloft.aws;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The aliases that a version's metadata holds, each with a number. An alias that moves is first
 * written to the version that it moves to, with a higher number, so that it always names one.
 */
final class Aliases {
  static final String PREFIX = "aloft-alias-";

  private Aliases() {}

  static Set<String> of(Map<String, String> metadata) {
    Set<String> aliases = new TreeSet<>();
    for (String key : metadata.keySet()) {
      if (key.startsWith(PREFIX)) {
        aliases.add(key.substring(PREFIX.length()));
      }
    }
    return aliases;
  }

  /** The number of an alias at a version; 0 when it has none. */
  static long number(Map<String, String> metadata, String alias) {
    String number = metadata.getOrDefault(PREFIX + alias, "");
    return number.matches("[0-9]{1,18}") ? Long.parseLong(number) : 0;
  }
}
