package dev.aloft.fake.gcp;

import dev.aloft.fake.gcp.internal.tls.Authority;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host of endpoints that have one of their own: gRPC and HTTP at one port, over TLS. Clients of
 * gRPC do not offer HTTP/1.1 when they greet, and are handed on as they are; the others are handed
 * on to the port of HTTP. Thread-safe.
 */
final class DedicatedFront implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DedicatedFront.class);
  private static final int BUFFER = 16 << 10;
  private static final int GREETING_MILLIS = 30_000;

  private final SSLContext tls;
  private final int grpcPort;
  private final int httpPort;
  private final ServerSocket listening;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "fake-gcp-dedicated");
            thread.setDaemon(true);
            return thread;
          });

  private DedicatedFront(int port, Authority authority, int grpcPort, int httpPort)
      throws IOException {
    this.tls = context(authority);
    this.grpcPort = grpcPort;
    this.httpPort = httpPort;
    try {
      this.listening = new ServerSocket(port, 1024, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      threads.shutdownNow();
      throw new IOException("port: cannot listen on 127.0.0.1:" + port + ": " + e.getMessage(), e);
    }
    threads.execute(this::accept);
  }

  /**
   * Starts to serve.
   *
   * @param port the port; 0 for a free one
   * @param authority signs for it
   * @param grpcPort where gRPC is answered, over TLS
   * @param httpPort where HTTP is answered, without
   */
  static DedicatedFront start(int port, Authority authority, int grpcPort, int httpPort)
      throws IOException {
    return new DedicatedFront(port, authority, grpcPort, httpPort);
  }

  private static SSLContext context(Authority authority) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      Certificate[] chain = {authority.serverCertificate()};
      store.setKeyEntry("server", authority.serverKey(), new char[0], chain);
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this Java cannot serve TLS", e);
    }
  }

  int port() {
    return listening.getLocalPort();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        open.add(client);
        threads.execute(() -> greet(client));
      } catch (IOException e) {
        LOG.debug("no client was accepted", e);
      }
    }
  }

  private void greet(Socket client) {
    try {
      client.setSoTimeout(GREETING_MILLIS);
      byte[] greeting = ClientGreeting.read(client.getInputStream());
      if (ClientGreeting.offersHttp1(greeting)) {
        SSLSocket plain =
            (SSLSocket)
                tls.getSocketFactory()
                    .createSocket(client, new ByteArrayInputStream(greeting), true);
        plain.setUseClientMode(false);
        plain.startHandshake();
        join(client, plain, httpPort, new byte[0]);
      } else {
        join(client, client, grpcPort, greeting);
      }
    } catch (IOException e) {
      LOG.debug("a client was not served", e);
      end(client);
    }
  }

  /** Hands all bytes on in both directions, until both sides have ended. */
  private void join(Socket raw, Socket client, int port, byte[] first) throws IOException {
    raw.setSoTimeout(0);
    raw.setTcpNoDelay(true);
    Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
    server.setTcpNoDelay(true);
    open.add(server);
    server.getOutputStream().write(first);
    threads.execute(() -> copy(server, client, raw));
    copy(client, server, raw);
  }

  private void copy(Socket from, Socket to, Socket raw) {
    byte[] buffer = new byte[BUFFER];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        out.write(buffer, 0, count);
        out.flush();
      }
    } catch (IOException e) {
      LOG.debug("a connection was cut", e);
    } finally {
      end(from);
      end(to);
      end(raw);
    }
  }

  private void end(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("a connection did not close", e);
    }
  }

  /** Cuts every connection and ends. */
  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      LOG.debug("the port did not close", e);
    }
    open.forEach(this::end);
    threads.shutdownNow();
  }
}
