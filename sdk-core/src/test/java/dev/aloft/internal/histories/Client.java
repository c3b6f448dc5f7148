package dev.aloft.internal.histories;

import dev.aloft.driver.Action;
import dev.aloft.driver.Next;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Page;
import dev.aloft.driver.Part;
import dev.aloft.driver.ResourceDriver;
import dev.aloft.driver.Source;
import dev.aloft.driver.Stored;
import dev.aloft.driver.Target;
import dev.aloft.driver.Timing;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.Problems;
import dev.aloft.internal.IntentLog;
import dev.aloft.internal.Reconciler;
import dev.aloft.internal.ReconcilerHost;
import dev.aloft.layer.Lifecycle;
import dev.aloft.serving.EndpointSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One process: its own reconciler over the one store and the one service. At every call others may
 * come first, or the process may sleep; writes may go wrong.
 */
final class Client implements ReconcilerHost {
  final String name;
  final Reconciler<EndpointSpec> reconciler;

  private final World world;
  private final boolean faulty;
  private final Naps naps;
  private int steps;
  private boolean stopped;
  private int slept;

  /** Between its last look at the time and the write: then it cannot know better. */
  private boolean sleptJustBefore;

  Client(World world, String name, boolean faulty, Naps naps) {
    this.world = world;
    this.name = name;
    this.faulty = faulty;
    this.naps = naps;
    this.reconciler =
        new Reconciler<>(World.KIND, new Driver(), world.codec, new IntentLog(new Store()), this);
  }

  @Override
  public Timing timing() {
    return world.timing;
  }

  @Override
  public double random() {
    return world.random.nextDouble();
  }

  @Override
  public String holder() {
    return name;
  }

  @Override
  public String provider() {
    return "test";
  }

  @Override
  public String scope() {
    return "scope";
  }

  @Override
  public void emit(Lifecycle.Event event) {}

  private void step() {
    if (stopped) {
      throw new Crash();
    }
    Duration nap = naps.before(steps);
    steps++;
    if (!nap.isZero()) {
      world.tell(name, "sleeps for " + nap);
      world.napped();
      slept++;
      world.stage.sleep(nap);
      world.tell(name, "wakes up");
    }
    world.stage.step();
  }

  private <T> T write(String what, Supplier<T> write) {
    int before = slept;
    step();
    sleptJustBefore = slept > before;
    Fault fault = faulty ? world.faults.next() : Fault.NONE;
    if (fault != Fault.NONE) {
      world.tell(name, fault + " at " + what);
    }
    if (fault == Fault.STOP_BEFORE) {
      stopped = true;
      throw new Crash();
    }
    if (fault == Fault.REQUEST_LOST) {
      throw unknown(what);
    }
    if (fault == Fault.REFUSED) {
      throw AloftException.of(ErrorCode.THROTTLED, what).effect(Effect.NONE).build();
    }
    try {
      return write.get();
    } finally {
      afterwards(fault, what);
    }
  }

  private void afterwards(Fault fault, String what) {
    if (fault == Fault.STOP_AFTER) {
      stopped = true;
      throw new Crash();
    }
    step();
    if (fault == Fault.ANSWER_LOST) {
      throw unknown(what);
    }
  }

  private static AloftException unknown(String what) {
    return AloftException.of(ErrorCode.UNAVAILABLE, "no answer to " + what)
        .effect(Effect.UNKNOWN)
        .build();
  }

  private final class Driver implements ResourceDriver<EndpointSpec> {
    @Override
    public void check(EndpointSpec spec, Problems problems) {}

    @Override
    public Observation observe(Target<EndpointSpec> target) {
      step();
      return world.service.observe(target);
    }

    @Override
    public Next next(Target<EndpointSpec> target, Observation seen) {
      return world.service.next(target, seen);
    }

    @Override
    public void apply(Action action, Target<EndpointSpec> target) {
      Client.this.<Boolean>write(
          action.toString(),
          () -> {
            world.sending(name, sleptJustBefore, action, target);
            try {
              world.service.apply(action, target);
              world.sent(name, action, target);
            } catch (AloftException e) {
              world.tell(name, action + " of wish " + target.generation() + ": " + e.summary());
              throw e;
            }
            world.tell(name, action + " of wish " + target.generation());
            return true;
          });
    }

    @Override
    public Duration lag() {
      return world.service.lag();
    }

    @Override
    public Page<Part> owned(String logId, @Nullable String cursor) {
      step();
      return world.service.owned(logId, cursor);
    }

    @Override
    public void delete(Part part) {
      world.service.delete(part);
    }
  }

  private final class Store implements ObjectStore {
    @Override
    public String uri(String key) {
      return world.store.uri(key);
    }

    @Override
    public Stored put(String key, Source source, boolean createOnly, Map<String, String> metadata) {
      return write(
          "put " + key,
          () -> {
            Stored stored = world.store.put(key, source, createOnly, metadata);
            world.written(name, key, text(source));
            return stored;
          });
    }

    @Override
    public InputStream get(String key, long offset, long length) {
      step();
      return world.store.get(key, offset, length);
    }

    @Override
    public Optional<Stored> head(String key) {
      step();
      return world.store.head(key);
    }

    @Override
    public void delete(String key) {
      step();
      world.store.delete(key);
    }

    @Override
    public Page<Stored> list(String prefix, @Nullable String cursor) {
      step();
      return world.store.list(prefix, cursor);
    }

    @Override
    public Stored copy(String from, String to) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Instant time() {
      step();
      return world.store.time();
    }
  }

  private static String text(Source source) {
    try (InputStream in = source.open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
