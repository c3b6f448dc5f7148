package dev.aloft.local.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * An HTTP/1.1 server on one address. Its threads are daemons: it ends with the program. Safe for
 * use by many threads.
 */
public final class HttpServer implements AutoCloseable {
  private static final int BACKLOG = 1024;
  private static final int LONG_QUEUE = 256;
  private static final long KEEP_WORKER_SECONDS = 30;

  private final Limits limits;
  private final HttpHandler handler;
  private final EventLoopGroup loops;
  private final ExecutorService workers;
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final Channel listener;

  private HttpServer(InetSocketAddress address, Limits limits, HttpHandler handler)
      throws IOException {
    int threads = Runtime.getRuntime().availableProcessors();
    this.limits = limits;
    this.handler = handler;
    this.loops = loops(threads);
    this.workers = workers(threads);
    this.listener = listen(address);
  }

  /**
   * Starts a server.
   *
   * @param address where it listens; port 0 takes a free one
   * @throws IOException when the address cannot be taken
   */
  public static HttpServer start(InetSocketAddress address, Limits limits, HttpHandler handler)
      throws IOException {
    synchronized (HttpWarmUp.LOCK) {
      return new HttpServer(address, limits, handler);
    }
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listener.localAddress();
  }

  /**
   * Takes no more connections, lets the requests that are under way finish for as long as the
   * limits say, and ends. Closing twice is fine.
   */
  @Override
  public void close() {
    listener.close().awaitUninterruptibly();
    connections.forEach(channel -> channel.pipeline().fireUserEventTriggered(Connection.DRAIN));
    connections
        .newCloseFuture()
        .awaitUninterruptibly(limits.drainTime().toMillis(), TimeUnit.MILLISECONDS);
    connections.close().awaitUninterruptibly();
    workers.shutdown();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  Limits limits() {
    return limits;
  }

  HttpHandler handler() {
    return handler;
  }

  /** Where long requests are answered; refuses when too many wait. */
  ExecutorService workers() {
    return workers;
  }

  /** Counts a connection in; false when there are too many. */
  boolean admit(Channel channel) {
    return connections.size() < limits.maxConnections() && connections.add(channel);
  }

  private Channel listen(InetSocketAddress address) throws IOException {
    ChannelFuture bound =
        bootstrap(loops)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    Connection.accept(channel, HttpServer.this);
                  }
                })
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      workers.shutdown();
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
      throw new IOException(
          "cannot listen on " + address + ": " + bound.cause().getMessage(), bound.cause());
    }
    return bound.channel();
  }

  static EventLoopGroup loops(int threads) {
    return new MultiThreadIoEventLoopGroup(
        threads, new DefaultThreadFactory("aloft-http", true), NioIoHandler.newFactory());
  }

  static ServerBootstrap bootstrap(EventLoopGroup loops) {
    return new ServerBootstrap()
        .group(loops)
        .channel(NioServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
  }

  private static ExecutorService workers(int threads) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            KEEP_WORKER_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(LONG_QUEUE),
            new DefaultThreadFactory("aloft-http-long", true));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
