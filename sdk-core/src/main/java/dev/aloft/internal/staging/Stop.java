package dev.aloft.internal.staging;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

/** Tells work on several threads to end early. Thread-safe. */
public final class Stop {
  private volatile boolean stopped;

  Stop() {}

  void stop() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped || Thread.currentThread().isInterrupted();
  }

  /** Ends the calling work when it should end. */
  void check() throws InterruptedIOException {
    if (isStopped()) {
      throw new InterruptedIOException("stopped");
    }
  }

  /** The same bytes, as long as the work goes on. */
  public InputStream during(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        check();
        return super.read();
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        check();
        return super.read(buffer, offset, length);
      }
    };
  }
}
