package dev.aloft.fake.aws.internal.s3;

import dev.aloft.fake.store.KeyOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing.
 *
 * @param objects the objects that are named one by one
 * @param prefixes the common beginnings of the others
 * @param last the last that was named, key or prefix; empty when nothing was
 * @param truncated whether there is more
 */
record Listing(List<StoredObject> objects, List<String> prefixes, String last, boolean truncated) {

  /**
   * Makes a page.
   *
   * @param after the key, or the common prefix, after which it begins; empty for the beginning
   */
  static Listing of(
      NavigableMap<String, StoredObject> all,
      String prefix,
      String delimiter,
      String after,
      int most) {
    List<StoredObject> objects = new ArrayList<>();
    List<String> prefixes = new ArrayList<>();
    String last = "";
    Map.Entry<String, StoredObject> next = first(all, prefix, delimiter, after);
    while (next != null && next.getKey().startsWith(prefix)) {
      if (objects.size() + prefixes.size() == most) {
        return new Listing(objects, prefixes, last, most > 0);
      }
      String group = group(next.getKey(), prefix, delimiter);
      if (group == null) {
        objects.add(next.getValue());
        last = next.getKey();
        next = all.higherEntry(last);
      } else {
        prefixes.add(group);
        last = group;
        next = afterGroup(all, group);
      }
    }
    return new Listing(objects, prefixes, last, false);
  }

  private static Map.@Nullable Entry<String, StoredObject> first(
      NavigableMap<String, StoredObject> all, String prefix, String delimiter, String after) {
    if (KeyOrder.BYTES.compare(after, prefix) < 0) {
      return all.ceilingEntry(prefix);
    }
    boolean passesGroup = after.startsWith(prefix) && after.equals(group(after, prefix, delimiter));
    return after.isEmpty()
        ? all.firstEntry()
        : passesGroup ? afterGroup(all, after) : all.higherEntry(after);
  }

  private static Map.@Nullable Entry<String, StoredObject> afterGroup(
      NavigableMap<String, StoredObject> all, String group) {
    String end = KeyOrder.after(group);
    return end == null ? null : all.ceilingEntry(end);
  }

  /** The common prefix that stands for a key; null when the key stands for itself. */
  static @Nullable String group(String key, String prefix, String delimiter) {
    int at = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
    return at < 0 ? null : key.substring(0, at + delimiter.length());
  }
}
