package dev.aloft.benchmarks.provider;

import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Page;
import dev.aloft.driver.Source;
import dev.aloft.driver.Stored;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A store that counts what is asked of it. Thread-safe. */
public final class CountingStore implements ObjectStore {
  private final ObjectStore store;
  private final LongAdder writes = new LongAdder();
  private final LongAdder reads = new LongAdder();

  CountingStore(ObjectStore store) {
    this.store = store;
  }

  /** Objects written, copied or removed so far. */
  public long writes() {
    return writes.sum();
  }

  /** Objects read or looked at, and pages listed, so far. */
  public long reads() {
    return reads.sum();
  }

  @Override
  public String uri(String key) {
    return store.uri(key);
  }

  @Override
  public Stored put(String key, Source source, boolean createOnly, Map<String, String> metadata) {
    writes.increment();
    return store.put(key, source, createOnly, metadata);
  }

  @Override
  public InputStream get(String key, long offset, long length) {
    reads.increment();
    return store.get(key, offset, length);
  }

  @Override
  public Optional<Stored> head(String key) {
    reads.increment();
    return store.head(key);
  }

  @Override
  public void delete(String key) {
    writes.increment();
    store.delete(key);
  }

  @Override
  public Page<Stored> list(String prefix, @Nullable String cursor) {
    reads.increment();
    return store.list(prefix, cursor);
  }

  @Override
  public Stored copy(String from, String to) {
    writes.increment();
    return store.copy(from, to);
  }

  @Override
  public Instant time() {
    return store.time();
  }
}
