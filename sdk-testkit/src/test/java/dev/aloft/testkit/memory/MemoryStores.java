package dev.aloft.testkit.memory;

import dev.aloft.driver.DriverContext;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Provider;
import dev.aloft.driver.StoreProvider;
import java.net.URI;

/** The objects of the clouds in memory: {@code memory://place/path}. */
public final class MemoryStores implements StoreProvider {

  /** For discovery. */
  public MemoryStores() {}

  @Override
  public String scheme() {
    return "memory";
  }

  @Override
  public int spiVersion() {
    return Provider.SPI;
  }

  @Override
  public ObjectStore open(String uri, DriverContext context) {
    return new MemoryObjects(new Site(context, URI.create(uri).getHost()), uri);
  }
}
