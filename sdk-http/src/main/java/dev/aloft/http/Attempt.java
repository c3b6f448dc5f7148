package dev.aloft.http;

import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import okhttp3.Call;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * One try of a request, in the thread of its caller, who may be interrupted while it waits for the
 * network: sockets do not notice that, and channels do. For one thread; interrupted by any.
 */
final class Attempt extends AbstractInterruptibleChannel {
  private volatile boolean sent;
  private volatile boolean interrupted;
  private volatile @Nullable Call call;

  /** Something that waits for the network. */
  @FunctionalInterface
  interface Exchange<T> {
    T run(Response response) throws IOException;
  }

  void markSent() {
    sent = true;
  }

  /** The request's body may have been read from a channel, which ended the watch. */
  void watchOn() {
    begin();
  }

  /** Whether the service may have seen any of it. */
  boolean isSent() {
    return sent;
  }

  /** Whether an interrupt has broken it off. */
  boolean isInterrupted() {
    return interrupted;
  }

  /** Sends the call and gives what comes of the answer; an interrupt cancels it at once. */
  <T> T run(Call sending, Exchange<T> exchange) throws IOException {
    call = sending;
    boolean done = false;
    try {
      begin();
      T result = exchange.run(sending.execute());
      done = true;
      return result;
    } finally {
      stop(done);
    }
  }

  private void stop(boolean done) {
    try {
      end(done);
    } catch (AsynchronousCloseException e) {
      interrupted = true;
    }
  }

  @Override
  protected void implCloseChannel() {
    interrupted = true;
    Call sending = call;
    if (sending != null) {
      sending.cancel();
    }
  }
}
