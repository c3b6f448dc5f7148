package dev.aloft.aws;

import dev.aloft.driver.DriverContext;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Provider;
import dev.aloft.driver.StoreProvider;

/**
 * Opens S3 for {@code s3:} URIs, whatever the provider. Region and credentials come from the
 * settings where the provider is {@code aws}, else from the vendor's own configuration. Stateless.
 */
public final class S3StoreProvider implements StoreProvider {

  /** Used by the service loader. */
  public S3StoreProvider() {}

  @Override
  public String scheme() {
    return "s3";
  }

  @Override
  public int spiVersion() {
    return Provider.SPI;
  }

  @Override
  public ObjectStore open(String uri, DriverContext context) {
    return S3Store.at(S3Uri.of(uri), context, AwsClients.of(context));
  }
}
