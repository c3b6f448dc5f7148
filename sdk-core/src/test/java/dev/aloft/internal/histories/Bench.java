package dev.aloft.internal.histories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.driver.Action;
import dev.aloft.driver.Next;
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
import dev.aloft.internal.MemoryStore;
import dev.aloft.internal.Probe;
import dev.aloft.internal.Reconciler;
import dev.aloft.internal.ReconcilerHost;
import dev.aloft.internal.Turn;
import dev.aloft.internal.intent.EndpointSpecCodec;
import dev.aloft.internal.services.ModelService;
import dev.aloft.internal.services.Service;
import dev.aloft.internal.services.Specs;
import dev.aloft.internal.services.VirtualTiming;
import dev.aloft.layer.Lifecycle;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One service and one store, whose writes are noted and can be refused. */
final class Bench {
  static final String NAME = "churn";
  static final EndpointRevision OLD = Specs.revision("good-old", true);
  static final EndpointRevision NEW = Specs.revision("good-new", false);
  static final EndpointRevision BAD = Specs.revision("bad", false);

  final VirtualTiming timing = new VirtualTiming();
  final Puts store = new Puts(timing);
  final Watched service;
  final List<String> probed = new ArrayList<>();
  final Host host = new Host("one");
  Map<String, Integer> servingWhenProbed = Map.of();
  Set<String> billingWhenProbed = Set.of();
  @Nullable ErrorCode probeFails;
  boolean probeIsChosen = true;
  boolean probeAsks = true;
  final Reconciler<EndpointSpec> reconciler;

  Bench(Service kind) {
    this.service = new Watched(kind.make(timing));
    this.reconciler = reconciler(host);
  }

  Reconciler<EndpointSpec> reconciler(String holder) {
    return reconciler(new Host(holder));
  }

  private Reconciler<EndpointSpec> reconciler(Host of) {
    return new Reconciler<>(
        "endpoint", service, new EndpointSpecCodec(), new IntentLog(store), of, new Probed());
  }

  private final class Probed implements Probe<EndpointSpec> {
    @Override
    public void ask(Target<EndpointSpec> target, Observation seen) {
      probed.add(target.spec() == null ? "gone" : target.spec().main().hash());
      servingWhenProbed = service.inner.serving(NAME);
      billingWhenProbed = service.inner.billing(NAME);
      if (probeFails != null) {
        throw AloftException.of(probeFails, "the container says no").effect(Effect.UNKNOWN).build();
      }
    }

    @Override
    public boolean isChosen(Target<EndpointSpec> target) {
      return probeIsChosen;
    }

    @Override
    public boolean asks(Target<EndpointSpec> target) {
      return probeAsks;
    }
  }

  String logId() {
    return new IntentLog(store).id();
  }

  Turn carryOut(String verb, @Nullable EndpointSpec spec) {
    return drive(reconciler, reconciler.want(NAME, spec, verb));
  }

  Turn drive(Reconciler<EndpointSpec> by, long generation) {
    for (int i = 0; i < 1000; i++) {
      Turn turn = by.turn(NAME, generation);
      if (!(turn instanceof Turn.Pending pending)) {
        return turn;
      }
      timing.advance(pending.pause() == null ? Duration.ofSeconds(30) : pending.pause());
    }
    throw new AssertionError("wish " + generation + " does not end");
  }

  static AloftException ended(Turn turn) {
    assertThat(turn).isInstanceOf(Turn.Ended.class);
    return ((Turn.Ended) turn).error();
  }

  static EndpointSpec single(EndpointRevision revision) {
    return Specs.single(NAME, revision);
  }

  /** A store that counts. */
  static final class Puts extends MemoryStore {
    final AtomicInteger tries = new AtomicInteger();
    Runnable afterTry = () -> {};
    int puts;

    Puts(Timing timing) {
      super(timing);
    }

    @Override
    public synchronized Stored put(
        String key, Source source, boolean createOnly, Map<String, String> metadata) {
      Stored stored = super.put(key, source, createOnly, metadata);
      puts++;
      if (text(source).contains("\"type\" : \"try\"")) {
        tries.incrementAndGet();
        afterTry.run();
      }
      return stored;
    }
  }

  private static String text(Source source) {
    try (InputStream in = source.open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A service whose writes are noted, and refused or ignored when a test says so. */
  static final class Watched implements ResourceDriver<EndpointSpec> {
    final ModelService inner;
    final List<Action> writes = Collections.synchronizedList(new ArrayList<>());
    Predicate<Action> ignored = action -> false;
    @Nullable Duration retryAfter;
    @Nullable ErrorCode lookFails;
    private Predicate<Action> refused = action -> false;
    private ErrorCode code = ErrorCode.BUSY;
    private Effect effect = Effect.NONE;

    Watched(ModelService inner) {
      this.inner = inner;
    }

    /** Refuses such writes; they have no effect. */
    void refuse(ErrorCode why, Predicate<Action> which) {
      refuse(why, Effect.NONE, which);
    }

    /** Refuses such writes and leaves open what was done. */
    void refuse(ErrorCode why, Effect told, Predicate<Action> which) {
      code = why;
      effect = told;
      refused = which;
    }

    void refuseNothing() {
      refused = action -> false;
    }

    @Override
    public void check(EndpointSpec spec, Problems problems) {}

    @Override
    public synchronized Observation observe(Target<EndpointSpec> target) {
      if (lookFails != null) {
        throw AloftException.of(lookFails, "the look failed").build();
      }
      return inner.observe(target);
    }

    @Override
    public Next next(Target<EndpointSpec> target, Observation seen) {
      return inner.next(target, seen);
    }

    @Override
    public synchronized void apply(Action action, Target<EndpointSpec> target) {
      writes.add(action);
      if (refused.test(action)) {
        throw AloftException.of(code, "refused: " + action)
            .effect(effect)
            .retryAfter(retryAfter)
            .build();
      }
      if (!ignored.test(action)) {
        inner.apply(action, target);
      }
    }

    @Override
    public synchronized Page<Part> owned(String logId, @Nullable String cursor) {
      return inner.owned(logId, cursor);
    }

    @Override
    public synchronized void delete(Part part) {
      inner.delete(part);
    }
  }

  /** A client that writes down what it is told. */
  final class Host implements ReconcilerHost {
    final List<Duration> limits = new ArrayList<>();
    final List<Lifecycle.Event> events = Collections.synchronizedList(new ArrayList<>());
    private final String holder;

    Host(String holder) {
      this.holder = holder;
    }

    @Override
    public Timing timing() {
      return timing;
    }

    @Override
    public <T> T within(Duration limit, Supplier<T> body) {
      limits.add(limit);
      return body.get();
    }

    @Override
    public double random() {
      return 1;
    }

    @Override
    public String holder() {
      return holder;
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
    public void emit(Lifecycle.Event event) {
      events.add(event);
    }
  }
}
