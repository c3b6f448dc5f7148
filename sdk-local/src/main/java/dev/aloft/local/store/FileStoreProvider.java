package dev.aloft.local.store;

import dev.aloft.driver.DriverContext;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Provider;
import dev.aloft.driver.StoreProvider;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import java.net.URI;
import java.nio.file.Path;

/** Opens {@link FileStore} for {@code file:} URIs. Stateless. */
public final class FileStoreProvider implements StoreProvider {

  /** Used by the service loader. */
  public FileStoreProvider() {}

  @Override
  public String scheme() {
    return "file";
  }

  @Override
  public int spiVersion() {
    return Provider.SPI;
  }

  @Override
  public ObjectStore open(String uri, DriverContext context) {
    try {
      return new FileStore(Path.of(URI.create(uri)), context);
    } catch (IllegalArgumentException e) {
      throw AloftException.of(
              ErrorCode.INVALID_REQUEST,
              "\"" + uri + "\" is no file URI; one reads file:///directory, with %20 for a space")
          .cause(e)
          .build();
    }
  }
}
