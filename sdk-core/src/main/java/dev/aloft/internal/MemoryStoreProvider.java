package dev.aloft.internal;

import dev.aloft.driver.DriverContext;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Provider;
import dev.aloft.driver.StoreProvider;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Stores in the memory of this process under {@code mem:} URIs, for tests and trials. The same URI
 * is the same store throughout the process.
 */
public final class MemoryStoreProvider implements StoreProvider {
  private static final Map<String, ConcurrentNavigableMap<String, MemoryStore.Entry>> STORES =
      new ConcurrentHashMap<>();

  /** For discovery. */
  public MemoryStoreProvider() {}

  @Override
  public String scheme() {
    return "mem";
  }

  @Override
  public int spiVersion() {
    return Provider.SPI;
  }

  @Override
  public ObjectStore open(String uri, DriverContext context) {
    return new MemoryStore(
        uri, context.timing(), STORES.computeIfAbsent(uri, any -> new ConcurrentSkipListMap<>()));
  }
}
