package dev.aloft.fake;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The HTTP server of a fake cloud, on 127.0.0.1: bodies are streamed, faults strike, and what was
 * asked is recorded. Thread-safe.
 */
public final class FakeServer implements AutoCloseable {
  private static final int MAX_THREADS = 512;
  private static final int HEADER_BYTES = 64 * 1024;
  private static final int BUFFER_BYTES = 64 * 1024;

  private final Server server;
  private final ServerConnector connector;
  private final Faults faults;
  private final Exchanges exchanges;
  private final int port;

  private FakeServer(int port, FakeClock clock, Faults faults, Exchanges exchanges, FakeCloud cloud)
      throws IOException {
    this.faults = faults;
    this.exchanges = exchanges;
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 4);
    threads.setName("fake-cloud");
    threads.setDaemon(true);
    threads.setIdleTimeout((int) TimeUnit.SECONDS.toMillis(10));
    server = new Server(threads);
    server.setStopTimeout(0);
    connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration()));
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    connector.setAcceptQueueSize(1024);
    connector.setIdleTimeout(TimeUnit.MINUTES.toMillis(15));
    server.addConnector(connector);
    server.setHandler(new FakeHandler(cloud, clock, faults, exchanges));
    try {
      server.start();
    } catch (IOException e) {
      close();
      throw new IOException("port: cannot listen on 127.0.0.1:" + port + ": " + e.getMessage(), e);
    } catch (Exception e) {
      close();
      throw new IllegalStateException("the fake's server did not start", e);
    }
    this.port = connector.getLocalPort();
    connector.setPort(this.port);
    faults.door(this::refuse);
  }

  /**
   * Starts to serve a cloud.
   *
   * @param port the port; 0 for a free one
   * @param clock the cloud's clock
   * @param faults what goes wrong
   * @param cloud who answers
   */
  public static FakeServer start(int port, FakeClock clock, Faults faults, FakeCloud cloud)
      throws IOException {
    return start(port, clock, faults, new Exchanges(), cloud);
  }

  /**
   * Starts to serve a cloud that has other servers besides.
   *
   * @param port the port; 0 for a free one
   * @param clock the cloud's clock
   * @param faults what goes wrong
   * @param exchanges takes what is asked
   * @param cloud who answers
   */
  public static FakeServer start(
      int port, FakeClock clock, Faults faults, Exchanges exchanges, FakeCloud cloud)
      throws IOException {
    return new FakeServer(port, clock, faults, exchanges, cloud);
  }

  private static HttpConfiguration configuration() {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(HEADER_BYTES);
    http.setResponseHeaderSize(HEADER_BYTES);
    http.setOutputBufferSize(BUFFER_BYTES);
    // keys of objects hold slashes in a row, dots and percent signs, and are no paths
    http.setUriCompliance(UriCompliance.UNSAFE);
    http.setHttpCompliance(HttpCompliance.RFC7230_LEGACY);
    return http;
  }

  /** The port. */
  public int port() {
    return port;
  }

  /** Where it listens, such as {@code http://127.0.0.1:49152}. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /** What goes wrong. */
  public Faults faults() {
    return faults;
  }

  /** What was asked. */
  public Exchanges exchanges() {
    return exchanges;
  }

  private synchronized void refuse(boolean refused) {
    try {
      if (refused) {
        connector.stop();
      } else if (server.isRunning()) {
        connector.start();
      }
    } catch (Exception e) {
      throw new IllegalStateException("port " + port + " did not open or close", e);
    }
  }

  /** Cuts every connection and ends. */
  @Override
  public synchronized void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the fake's server did not stop", e);
    }
  }
}
