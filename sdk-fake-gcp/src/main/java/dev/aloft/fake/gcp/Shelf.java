package dev.aloft.fake.gcp;

import com.google.protobuf.Message;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The resources of a kind, by their names. Guarded by the clock's monitor.
 *
 * @param <T> what is kept
 */
final class Shelf<T extends Message> {
  private final Cloud cloud;
  private final String kind;
  private final Map<String, Kept<T>> all = new LinkedHashMap<>();

  private record Kept<T>(T item, Instant added) {}

  /**
   * An empty one.
   *
   * @param kind such as {@code CustomJob}
   */
  Shelf(Cloud cloud, String kind) {
    this.cloud = cloud;
    this.kind = kind;
  }

  /** Adds one; lists show it after their lag. */
  void add(String name, T item) {
    all.put(name, new Kept<>(item, cloud.clock().now()));
  }

  /** Changes one; nothing happens where it is not there any more. */
  void set(String name, T item) {
    all.computeIfPresent(name, (same, kept) -> new Kept<>(item, kept.added()));
  }

  void remove(String name) {
    all.remove(name);
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
    return all.values().stream().map(Kept::item).toList();
  }

  /** Those of a parent that lists show by now. */
  List<T> listed(String parent) {
    Instant shown = cloud.clock().now().minus(cloud.timetable().of(Stage.LIST_LAG));
    String under = parent + "/";
    return all.entrySet().stream()
        .filter(one -> one.getKey().startsWith(under) && !one.getValue().added().isAfter(shown))
        .map(one -> one.getValue().item())
        .toList();
  }
}
