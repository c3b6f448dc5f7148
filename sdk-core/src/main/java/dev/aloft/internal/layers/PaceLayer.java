package dev.aloft.internal.layers;

import dev.aloft.layer.Call;
import dev.aloft.layer.Layer;
import dev.aloft.layer.Level;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Keeps requests within the provider's rates. A call that must not be repeated has its wait taken
 * off its time limit, so that it never leaves later than whoever counts on that limit expects.
 * Thread-safe.
 */
public final class PaceLayer implements Layer {
  private final Pacer pacer;
  private final long repeatableLimit;
  private final LongSupplier left;

  /**
   * The layer of one engine.
   *
   * @param pacer knows the rates
   * @param longest how long a call that may be repeated waits at most
   * @param left the nanoseconds that the calling thread's requests have left
   */
  public PaceLayer(Pacer pacer, Duration longest, LongSupplier left) {
    this.pacer = pacer;
    this.left = left;
    this.repeatableLimit = Pauses.nanos(longest);
  }

  @Override
  public String name() {
    return "Pace";
  }

  @Override
  public Set<Level> levels() {
    return EnumSet.of(Level.REQUEST);
  }

  @Override
  public <T> T around(Call call, Inner<T> inner) {
    if (call.repeatable()) {
      pacer.await(call, Math.min(repeatableLimit, Math.max(0, left.getAsLong())));
      return inner.proceed(call);
    }
    long waited = pacer.await(call, Pauses.nanos(call.timeout()));
    return inner.proceed(waited == 0 ? call : call.withTimeout(call.timeout().minusNanos(waited)));
  }
}
