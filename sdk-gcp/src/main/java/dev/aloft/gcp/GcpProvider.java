package dev.aloft.gcp;

/** x. */
final class GcpProvider {
  static final String SCHEME = "gcp";

  private GcpProvider() {}
}
