package dev.aloft.local.http;

import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads what the first server of a process needs beside whatever else is to be done: most of the
 * time that a server takes to start is that of Netty's classes. Thread-safe.
 */
public final class HttpWarmUp {
  /** Held by whoever is the first in Netty's classes, which nobody else enters meanwhile. */
  static final Object LOCK = new Object();

  private static final Logger LOG = LoggerFactory.getLogger(HttpWarmUp.class);
  private static final AtomicBoolean STARTED = new AtomicBoolean();

  private HttpWarmUp() {}

  /** Starts once in a process, on a daemon thread; listens nowhere. */
  public static void start() {
    if (STARTED.compareAndSet(false, true)) {
      Thread thread = new Thread(HttpWarmUp::load, "aloft-http-warm-up");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static void load() {
    synchronized (LOCK) {
      try {
        listenNowhere();
      } catch (RuntimeException | LinkageError e) {
        LOG.debug("the start of a server will say what is wrong", e);
      }
    }
  }

  private static void listenNowhere() {
    EventLoopGroup loops = HttpServer.loops(1);
    try {
      HttpServer.bootstrap(loops)
          .childHandler(new ChannelInboundHandlerAdapter())
          .register()
          .awaitUninterruptibly()
          .channel()
          .close()
          .awaitUninterruptibly();
      Request.of("GET", "/", Map.of(), new byte[0]);
    } finally {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
  }
}
