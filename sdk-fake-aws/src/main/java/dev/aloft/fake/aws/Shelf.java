package dev.aloft.fake.aws;

import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The resources of one kind, by name and in the order in which they came, so that a page of a list
 * costs what is on it. Guarded by the clock's monitor.
 */
final class Shelf<T extends Resource> {
  private final NavigableMap<String, Entry<T>> names = new TreeMap<>();
  private final NavigableMap<Long, Entry<T>> arrivals = new TreeMap<>();
  private long count;

  /** A resource, and how many came before it. */
  record Entry<T>(T resource, long number) {}

  /** Puts a resource whose name is not taken. */
  void put(T resource) {
    Entry<T> entry = new Entry<>(resource, count++);
    if (names.putIfAbsent(resource.name(), entry) != null) {
      throw new IllegalStateException(resource.name() + " is there already");
    }
    arrivals.put(entry.number(), entry);
  }

  Optional<T> get(String name) {
    return Optional.ofNullable(names.get(name)).map(Entry::resource);
  }

  boolean has(String name) {
    return names.containsKey(name);
  }

  void remove(String name) {
    Entry<T> entry = names.remove(name);
    if (entry != null) {
      arrivals.remove(entry.number());
    }
  }

  int size() {
    return names.size();
  }

  /** All, oldest first. */
  Collection<Entry<T>> all() {
    return arrivals.values();
  }

  /** Those that come after a number, upwards or downwards. */
  Collection<Entry<T>> after(long number, boolean ascending) {
    return ascending
        ? arrivals.tailMap(number, false).values()
        : arrivals.headMap(number, false).descendingMap().values();
  }

  /** Those whose names come after a name, upwards or downwards. */
  Collection<Entry<T>> after(String name, boolean ascending) {
    return ascending
        ? names.tailMap(name, false).values()
        : names.headMap(name, false).descendingMap().values();
  }

  /** All by name. */
  Collection<Entry<T>> byName(boolean ascending) {
    Map<String, Entry<T>> ordered = ascending ? names : names.descendingMap();
    return ordered.values();
  }

  /** All by arrival. */
  Collection<Entry<T>> byArrival(boolean ascending) {
    Map<Long, Entry<T>> ordered = ascending ? arrivals : arrivals.descendingMap();
    return ordered.values();
  }
}
