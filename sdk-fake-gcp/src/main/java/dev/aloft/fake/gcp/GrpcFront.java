package dev.aloft.fake.gcp;

import dev.aloft.fake.Exchanges;
import dev.aloft.fake.Faults;
import java.io.IOException;
import java.nio.file.Path;

/** Vertex AI's services over gRPC and TLS, on 127.0.0.1. */
final class GrpcFront implements AutoCloseable {
  private final Path certificate;

  private GrpcFront(Path certificate) {
    this.certificate = certificate;
  }

  /**
   * Starts to serve.
   *
   * @param port the port; 0 for a free one
   * @param cloud what the services share; this registers what they offer to others
   */
  static GrpcFront start(int port, Cloud cloud, Faults faults, Exchanges exchanges)
      throws IOException {
    return new GrpcFront(cloud.directory().resolve("ca.pem"));
  }

  /** The port. */
  int port() {
    return 0;
  }

  /** The file of the certificate that clients have to trust. */
  Path certificate() {
    return certificate;
  }

  @Override
  public void close() {}
}
