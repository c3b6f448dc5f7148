package dev.aloft.gcp;

import dev.aloft.driver.DriverContext;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Provider;
import dev.aloft.driver.StoreProvider;

/**
 * Opens Cloud Storage for {@code gs:} URIs, whatever the provider. Credentials come from the
 * settings where the provider is {@code gcp}, else the application's default ones. Stateless.
 */
public final class GcsStoreProvider implements StoreProvider {

  /** Used by the service loader. */
  public GcsStoreProvider() {}

  @Override
  public String scheme() {
    return "gs";
  }

  @Override
  public int spiVersion() {
    return Provider.SPI;
  }

  @Override
  public ObjectStore open(String uri, DriverContext context) {
    return GcsStore.at(GcsUri.of(uri), context, GcpClients.of(context));
  }
}
