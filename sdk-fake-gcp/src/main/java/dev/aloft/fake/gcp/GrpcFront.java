package dev.aloft.fake.gcp;

import dev.aloft.fake.Exchanges;
import dev.aloft.fake.Faults;
import dev.aloft.fake.gcp.internal.tls.Authority;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Vertex AI's services over gRPC and TLS, on 127.0.0.1. Thread-safe. */
final class GrpcFront implements AutoCloseable {
  private static final int LARGEST_MESSAGE = 64 * 1024 * 1024;
  private static final long LONGEST_STOP_SECONDS = 10;

  private final Authority authority = Authority.create();
  private final ExecutorService callers = Executors.newCachedThreadPool(threads("fake-gcp-rpc"));
  private final EventLoopGroup accepting = new NioEventLoopGroup(1, threads("fake-gcp-accept"));
  private final EventLoopGroup transferring = new NioEventLoopGroup(2, threads("fake-gcp-io"));
  private final Connections connections = new Connections();
  private final RpcRegistry registry;
  private final SslContext tls;
  private final Path certificate;
  private final int port;
  private @Nullable Server server;

  private GrpcFront(int port, Cloud cloud, Faults faults, Exchanges exchanges) throws IOException {
    certificate = cloud.directory().resolve("ca.pem");
    Files.writeString(certificate, authority.pem());
    SslContextBuilder context =
        SslContextBuilder.forServer(authority.serverKey(), authority.serverCertificate());
    tls = GrpcSslContexts.configure(context, SslProvider.JDK).build();
    RpcDesk desk =
        new RpcDesk(
            cloud.clock(), faults, exchanges, VertexServices.of(cloud), cloud.rates(), connections);
    registry = new RpcRegistry(method -> new RpcHandler(method, desk));
    try {
      Server first = listen(port);
      server = first;
      this.port = first.getPort();
    } catch (IOException e) {
      close();
      throw new IOException("port: cannot listen on 127.0.0.1:" + port + ": " + e.getMessage(), e);
    }
    faults.door(this::refuse);
  }

  /**
   * Starts to serve.
   *
   * @param port the port; 0 for a free one
   * @param cloud what the services share; this registers what they offer to others
   */
  static GrpcFront start(int port, Cloud cloud, Faults faults, Exchanges exchanges)
      throws IOException {
    return new GrpcFront(port, cloud, faults, exchanges);
  }

  private Server listen(int at) throws IOException {
    return NettyServerBuilder.forAddress(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), at))
        .sslContext(tls)
        .channelFactory(() -> connections.new Listening())
        .bossEventLoopGroup(accepting)
        .workerEventLoopGroup(transferring)
        .executor(callers)
        .maxInboundMessageSize(LARGEST_MESSAGE)
        .permitKeepAliveWithoutCalls(true)
        .permitKeepAliveTime(1, TimeUnit.SECONDS)
        .fallbackHandlerRegistry(registry)
        .build()
        .start();
  }

  private static ThreadFactory threads(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** The port. */
  int port() {
    return port;
  }

  /** The file of the certificate that clients have to trust. */
  Path certificate() {
    return certificate;
  }

  /** Who signs for the servers of the cloud. */
  Authority signer() {
    return authority;
  }

  /** What clients have to trust. */
  X509Certificate authority() {
    return authority.certificate();
  }

  private synchronized void refuse(boolean refused) {
    try {
      if (refused) {
        stop();
      } else if (server == null) {
        server = listen(port);
      }
    } catch (IOException e) {
      throw new IllegalStateException("port " + port + " did not open", e);
    }
  }

  private void stop() {
    Server running = server;
    server = null;
    if (running != null) {
      try {
        running.shutdownNow().awaitTermination(LONGEST_STOP_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Cuts every connection and ends. */
  @Override
  public synchronized void close() {
    stop();
    end(accepting);
    end(transferring);
    callers.shutdownNow();
  }

  private static void end(EventLoopGroup loops) {
    Future<?> unused = loops.shutdownGracefully(0, LONGEST_STOP_SECONDS, TimeUnit.SECONDS);
  }
}
