package dev.aloft.benchmarks;

import dev.aloft.Aloft;
import dev.aloft.benchmarks.provider.BenchBackend;
import dev.aloft.driver.DriverContext;
import dev.aloft.error.AloftException;
import dev.aloft.layer.Call;
import dev.aloft.layer.Policy;
import dev.aloft.layer.Telemetry;
import dev.aloft.model.Models;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What all default layers cost around one call that itself costs nothing: telemetry and policy are
 * on, and every request draws from a rate bucket that never holds it. Single calls are timed, so
 * that the median is that of undisturbed calls; the timer's own cost is that of the bare call.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(5)
public class LayersBenchmark {
  private final LongAdder telemetry = new LongAdder();
  private final LongAdder admitted = new LongAdder();
  private final Callable<LongAdder> vendor = () -> telemetry;
  private @Nullable Aloft aloft;
  private @Nullable Aloft silent;
  private @Nullable Models models;
  private @Nullable Models silentModels;
  private @Nullable DriverContext context;
  private @Nullable Call ready;

  /** For JMH. */
  public LayersBenchmark() {}

  /** Opens two clients with telemetry and policy: listings of the second send no request. */
  @Setup
  public void open() {
    Aloft opened = client().open();
    Aloft second = client().set("requests", "false").open();
    aloft = opened;
    silent = second;
    models = opened.models();
    silentModels = second.models();
    context = opened.unwrap(BenchBackend.class).orElseThrow().context();
    ready = context.call("Describe", "my-model").repeatable().build();
  }

  private Aloft.Builder client() {
    return Aloft.builder()
        .provider("bench")
        .telemetry(new Counting(telemetry))
        .policy(policy(admitted));
  }

  private static Policy policy(LongAdder admitted) {
    return call -> admitted.increment();
  }

  /** Closes both. */
  @TearDown
  public void close() {
    required(aloft).close();
    required(silent).close();
  }

  /** The vendor's call alone. */
  @Benchmark
  public Object bareCall() throws Exception {
    return vendor.call();
  }

  /** One vendor request through all request layers. */
  @Benchmark
  public Object request() {
    return required(context).send(required(ready), vendor);
  }

  /** The same, with the call described anew each time, as drivers do. */
  @Benchmark
  public Object requestDescribedAnew() {
    DriverContext here = required(context);
    return here.send(here.call("Describe", "my-model").repeatable().build(), vendor);
  }

  /** One verb through all verb layers, without a request; the listing that it gives is empty. */
  @Benchmark
  public Object verb() {
    return required(silentModels).list();
  }

  /** The same verb with one request through all request layers. */
  @Benchmark
  public Object verbWithRequest() {
    return required(models).list();
  }

  /** How many calls telemetry saw the start and the end of, and policy admitted. */
  long[] counts() {
    return new long[] {telemetry.sum(), admitted.sum()};
  }

  private static <T> T required(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("not set up");
    }
    return value;
  }

  private static final class Counting implements Telemetry {
    private final LongAdder count;

    Counting(LongAdder count) {
      this.count = count;
    }

    @Override
    public void started(Call call) {
      count.increment();
    }

    @Override
    public void ended(Call call, Duration took, @Nullable AloftException error) {
      count.increment();
    }
  }
}
