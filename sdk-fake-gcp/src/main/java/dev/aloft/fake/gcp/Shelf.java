package dev.aloft.fake.gcp;

import com.google.protobuf.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The resources of a kind, by their names. Guarded by the clock's monitor.
 *
 * @param <T> what is kept
 */
final class Shelf<T extends Message> {
  private final Cloud cloud;
  private final String kind;
  private final Map<String, Kept<T>> all = new HashMap<>();
  private final Function<T, Map<String, String>> labels;
  private final NavigableMap<Long, Kept<T>> latestFirst = latestFirst();
  private final Map<Map.Entry<String, String>, NavigableMap<Long, Kept<T>>> byLabel =
      new HashMap<>();
  private long numbers;

  /** What is kept; the number rises with each that is added. */
  private record Kept<T>(String name, long number, Instant added, T item) {}

  /**
   * An empty one.
   *
   * @param kind such as {@code CustomJob}
   * @param labels the labels of one
   */
  Shelf(Cloud cloud, String kind, Function<T, Map<String, String>> labels) {
    this.cloud = cloud;
    this.kind = kind;
    this.labels = labels;
  }

  private static <K> NavigableMap<Long, Kept<K>> latestFirst() {
    return new TreeMap<>(Comparator.reverseOrder());
  }

  /** Adds one; lists show it after their lag. */
  void add(String name, T item) {
    put(new Kept<>(name, numbers++, cloud.clock().now(), item));
  }

  private void put(Kept<T> kept) {
    all.put(kept.name(), kept);
    latestFirst.put(kept.number(), kept);
    for (Map.Entry<String, String> label : labels.apply(kept.item()).entrySet()) {
      byLabel
          .computeIfAbsent(Map.entry(label.getKey(), label.getValue()), key -> latestFirst())
          .put(kept.number(), kept);
    }
  }

  /** Changes one; nothing happens where it is not there any more. */
  void set(String name, T item) {
    Kept<T> kept = all.get(name);
    if (kept != null) {
      remove(name);
      put(new Kept<>(name, kept.number(), kept.added(), item));
    }
  }

  void remove(String name) {
    Kept<T> removed = all.remove(name);
    if (removed != null) {
      latestFirst.remove(removed.number());
      for (Map.Entry<String, String> label : labels.apply(removed.item()).entrySet()) {
        byLabel.computeIfPresent(
            Map.entry(label.getKey(), label.getValue()),
            (key, labelled) -> {
              labelled.remove(removed.number());
              return labelled.isEmpty() ? null : labelled;
            });
      }
    }
  }

  boolean has(String name) {
    return all.containsKey(name);
  }

  @Nullable T find(String name) {
    Kept<T> kept = all.get(name);
    return kept == null ? null : kept.item();
  }

  /** One that has to be there. */
  T get(String name) {
    T found = find(name);
    if (found == null) {
      throw GcpFailure.notFound("The " + kind + " \"" + name + "\" does not exist.");
    }
    return found;
  }

  /** Every one there is. */
  Collection<T> all() {
    return latestFirst.descendingMap().values().stream().map(Kept::item).toList();
  }

  /**
   * A page of those of a parent that lists show by now and that are wanted, the latest first. The
   * pages that follow go on behind the last one of this, whatever has come and gone meanwhile.
   */
  Listing.Page<T> page(String parent, Filter.Wanted<T> wanted, Listing listing) {
    Instant shown = cloud.clock().now().minus(cloud.timetable().of(Stage.LIST_LAG));
    String under = parent + "/";
    int size = listing.size();
    List<T> items = new ArrayList<>();
    long last = listing.begin(Long.MAX_VALUE);
    for (Kept<T> kept : candidates(wanted).tailMap(last, false).values()) {
      boolean listed = kept.name().startsWith(under) && !kept.added().isAfter(shown);
      if (listed && wanted.test(kept.item())) {
        if (items.size() == size) {
          return new Listing.Page<>(items, listing.token(last));
        }
        items.add(listing.masked(kept.item()));
        last = kept.number();
      }
    }
    return new Listing.Page<>(items, "");
  }

  private NavigableMap<Long, Kept<T>> candidates(Filter.Wanted<T> wanted) {
    NavigableMap<Long, Kept<T>> fewest = latestFirst;
    for (Map.Entry<String, String> label : wanted.needed()) {
      NavigableMap<Long, Kept<T>> labelled = byLabel.getOrDefault(label, latestFirst());
      fewest = labelled.size() < fewest.size() ? labelled : fewest;
    }
    return fewest;
  }
}
