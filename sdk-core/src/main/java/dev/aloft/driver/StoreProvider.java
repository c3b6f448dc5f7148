package dev.aloft.driver;

/**
 * A kind of object store as it is found on the class path, by the scheme of its URIs. Same rules as
 * {@link Provider}; it is no provider, so that its presence never makes the choice of one
 * ambiguous.
 */
public interface StoreProvider {

  /** The scheme of its URIs, such as {@code s3}. */
  String scheme();

  /** {@link Provider#SPI}, as it was when this was compiled. */
  int spiVersion();

  /** Opens the store at a URI, which becomes the root of its keys. Must not call out. */
  ObjectStore open(String uri, DriverContext context);
}
