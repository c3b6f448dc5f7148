package dev.aloft.local.conformance;

import dev.aloft.driver.DriverContext;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Provider;
import dev.aloft.driver.StoreProvider;

/** Opens {@code skewed:<directory>}. */
public final class SkewedStoreProvider implements StoreProvider {
  static final String SCHEME = "skewed";

  @Override
  public String scheme() {
    return SCHEME;
  }

  @Override
  public int spiVersion() {
    return Provider.SPI;
  }

  @Override
  public ObjectStore open(String uri, DriverContext context) {
    String directory = uri.substring(SCHEME.length() + 1);
    return new SkewedStore(context.store("file://" + directory), directory);
  }
}
