package dev.aloft.local.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells when a request takes too long to arrive, however steadily its bytes drip. A request that
 * arrives in one piece costs no timer.
 */
final class RequestClock extends ChannelInboundHandlerAdapter {
  static final Object EXPIRED = new Object();

  private final long limitMillis;
  private boolean arriving;
  private @Nullable Future<?> timer;

  RequestClock(Duration limit) {
    this.limitMillis = limit.toMillis();
  }

  /** The request is there. */
  void complete() {
    arriving = false;
    stop();
  }

  /** Whether a part of a request is there. */
  boolean isRunning() {
    return arriving;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    arriving = true;
    context.fireChannelRead(message);
    if (arriving && timer == null) {
      timer =
          context
              .executor()
              .schedule(
                  () -> context.fireUserEventTriggered(EXPIRED),
                  limitMillis,
                  TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    stop();
    context.fireChannelInactive();
  }

  private void stop() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }
}
