package dev.aloft.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The one JSON form that content hashes are made over: names sorted by code unit, no white space,
 * numbers as short as they read back, the same text on every Java version. Whole and broken numbers
 * stay apart ({@code 1} and {@code 1.0}); the Java types within each do not matter.
 */
public final class CanonicalJson {
  private CanonicalJson() {}

  /**
   * Writes maps with text keys, collections, texts, numbers, booleans, enum constants and null.
   *
   * @throws IllegalArgumentException for any other value and for numbers that are not finite
   */
  public static String write(@Nullable Object value) {
    return Json.write(sorted(value));
  }

  private static @Nullable Object sorted(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> sorted = new TreeMap<>();
      map.forEach((name, inner) -> sorted.put(String.valueOf(name), sorted(inner)));
      return sorted;
    }
    if (value instanceof Collection<?> collection) {
      List<@Nullable Object> items = new ArrayList<>();
      collection.forEach(item -> items.add(sorted(item)));
      return items;
    }
    return value;
  }
}
