package dev.aloft.internal.layers;

import dev.aloft.driver.Timing;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.layer.Call;
import dev.aloft.layer.Layer;
import dev.aloft.layer.Telemetry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the telemetry of every call; what that throws is logged. Thread-safe. */
public final class TelemetryLayer implements Layer {
  private static final Logger LOG = LoggerFactory.getLogger(TelemetryLayer.class);

  private final Telemetry telemetry;
  private final Timing timing;

  /** The layer of one engine. */
  public TelemetryLayer(Telemetry telemetry, Timing timing) {
    this.telemetry = telemetry;
    this.timing = timing;
  }

  @Override
  public String name() {
    return "Telemetry";
  }

  @Override
  public <T> T around(Call call, Inner<T> inner) {
    if (telemetry == Telemetry.NONE) {
      return inner.proceed(call);
    }
    long start = timing.nanos();
    started(call);
    try {
      T result = inner.proceed(call);
      ended(call, start, null);
      return result;
    } catch (AloftException e) {
      ended(call, start, e);
      throw e;
    } catch (RuntimeException | Error e) {
      ended(call, start, AloftException.of(ErrorCode.INTERNAL, "unexpected").cause(e).build());
      throw e;
    }
  }

  private void started(Call call) {
    try {
      telemetry.started(call);
    } catch (RuntimeException e) {
      LOG.warn("telemetry failed at the start of {}", call, e);
    }
  }

  private void ended(Call call, long start, @Nullable AloftException error) {
    try {
      telemetry.ended(call, Duration.ofNanos(timing.nanos() - start), error);
    } catch (RuntimeException e) {
      LOG.warn("telemetry failed at the end of {}", call, e);
    }
  }
}
