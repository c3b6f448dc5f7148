package dev.aloft.internal;

import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Page;
import dev.aloft.driver.Source;
import dev.aloft.driver.Stored;
import dev.aloft.driver.Timing;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** Objects in the memory of this process, timed by a {@link Timing}. Thread-safe. */
public class MemoryStore implements ObjectStore {
  private static final int PAGE = 1000;

  private final String root;
  private final Timing timing;
  private final ConcurrentNavigableMap<String, Entry> entries;

  /** An empty store. */
  public MemoryStore(Timing timing) {
    this("mem:", timing, new ConcurrentSkipListMap<>());
  }

  /** A store that shares its objects with others. */
  MemoryStore(String root, Timing timing, ConcurrentNavigableMap<String, Entry> entries) {
    this.root = root;
    this.timing = timing;
    this.entries = entries;
  }

  @Override
  public String uri(String key) {
    return root.endsWith("/") || root.endsWith(":") ? root + key : root + "/" + key;
  }

  @Override
  public Stored put(String key, Source source, boolean createOnly, Map<String, String> metadata) {
    Entry entry = new Entry(key, bytes(source), time(), Map.copyOf(metadata));
    if (!createOnly) {
      entries.put(key, entry);
    } else if (entries.putIfAbsent(key, entry) != null) {
      throw AloftException.of(ErrorCode.ALREADY_EXISTS, uri(key) + " exists")
          .effect(Effect.NONE)
          .build();
    }
    return entry.stored();
  }

  @Override
  public InputStream get(String key, long offset, long length) {
    byte[] bytes = require(key).bytes;
    int from = (int) Math.min(offset, bytes.length);
    int room = bytes.length - from;
    return new ByteArrayInputStream(bytes, from, length < 0 ? room : (int) Math.min(length, room));
  }

  @Override
  public Optional<Stored> head(String key) {
    return Optional.ofNullable(entries.get(key)).map(Entry::stored);
  }

  @Override
  public void delete(String key) {
    entries.remove(key);
  }

  @Override
  public Page<Stored> list(String prefix, @Nullable String cursor) {
    NavigableMap<String, Entry> rest =
        cursor == null ? entries.tailMap(prefix, true) : entries.tailMap(cursor, false);
    List<Stored> found = new ArrayList<>();
    for (Entry entry : rest.values()) {
      if (!entry.key.startsWith(prefix)) {
        break;
      }
      if (found.size() == PAGE) {
        return new Page<>(found, found.get(PAGE - 1).key());
      }
      found.add(entry.stored());
    }
    return Page.last(found);
  }

  @Override
  public Stored copy(String from, String to) {
    Entry entry = require(from);
    return put(to, Source.of(entry.bytes), false, entry.metadata);
  }

  @Override
  public Instant time() {
    return timing.now();
  }

  /** The objects, for another store that shares them. */
  ConcurrentNavigableMap<String, Entry> entries() {
    return entries;
  }

  private Entry require(String key) {
    Entry entry = entries.get(key);
    if (entry == null) {
      throw AloftException.of(ErrorCode.NOT_FOUND, uri(key) + " does not exist").build();
    }
    return entry;
  }

  private static byte[] bytes(Source source) {
    try (InputStream in = source.open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One object. */
  static final class Entry {
    private final String key;
    private final byte[] bytes;
    private final Instant modified;
    private final Map<String, String> metadata;

    private Entry(String key, byte[] bytes, Instant modified, Map<String, String> metadata) {
      this.key = key;
      this.bytes = bytes;
      this.modified = modified;
      this.metadata = metadata;
    }

    private Stored stored() {
      return new Stored(key, bytes.length, modified, metadata);
    }
  }
}
