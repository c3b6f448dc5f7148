package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.Capability;
import dev.aloft.driver.Action;
import dev.aloft.driver.Backend;
import dev.aloft.driver.Invoker;
import dev.aloft.driver.Next;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Page;
import dev.aloft.driver.Part;
import dev.aloft.driver.RegisteredVersion;
import dev.aloft.driver.Registration;
import dev.aloft.driver.RegistryDriver;
import dev.aloft.driver.RuntimeOffer;
import dev.aloft.driver.ServingDriver;
import dev.aloft.driver.Settings;
import dev.aloft.driver.Target;
import dev.aloft.driver.Timing;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.Problems;
import dev.aloft.serving.EndpointSpec;
import dev.aloft.serving.EndpointState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** Clients of a cloud in memory, whose names can be in trouble. */
@Timeout(60)
abstract class Resumptions {
  final Cloud cloud = new Cloud();
  final Session session = open();

  Session open() {
    return open(new SystemTiming());
  }

  Session open(Timing timing) {
    EngineContext context =
        new EngineContext(
            EngineConfig.of("cloud", new Settings(Map.of(), Map.of(), Set.of()), timing));
    return new Engine(context, cloud).session(List.of());
  }

  @AfterEach
  void close() {
    session.close();
  }

  static final class Cloud implements Backend {
    final AtomicInteger closed = new AtomicInteger();
    final Serving serving = new Serving();
    final List<Instant> dropped = new ArrayList<>();
    private final ObjectStore staging =
        new MemoryStore(new SystemTiming()) {
          @Override
          public void dropUnfinished(String prefix, Instant before) {
            assertThat(prefix).isEqualTo("aloft/");
            dropped.add(before);
          }
        };

    @Override
    public String scope() {
      return "account/region";
    }

    @Override
    public Set<Capability> capabilities() {
      return Set.of(Capability.SERVING, Capability.REGISTRY);
    }

    @Override
    public ObjectStore staging() {
      return staging;
    }

    @Override
    public ServingDriver serving() {
      return serving;
    }

    @Override
    public RegistryDriver registry() {
      return new Versions(serving.others);
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  /**
   * Endpoints of one part. Nobody may look at the one called forbidden, no look at those called
   * stuck is answered before two others are there or gone, and the one called slow never comes.
   */
  static final class Serving implements ServingDriver {
    final Set<String> there = ConcurrentHashMap.newKeySet();
    final CountDownLatch others = new CountDownLatch(2);
    volatile boolean unanswered;

    @Override
    public List<RuntimeOffer> runtimes() {
      return List.of();
    }

    @Override
    public Page<String> list(String cursor) {
      return Page.last(List.copyOf(there));
    }

    @Override
    public EndpointState state(Target<EndpointSpec> target, Observation seen) {
      return seen.isEmpty() ? EndpointState.ABSENT : EndpointState.READY;
    }

    @Override
    public Invoker invoker(Target<EndpointSpec> target, Observation seen) {
      throw AloftException.of(ErrorCode.NOT_FOUND, "nothing answers").build();
    }

    @Override
    public void check(EndpointSpec spec, Problems problems) {}

    @Override
    public Observation observe(Target<EndpointSpec> target) {
      if (target.name().equals("forbidden")) {
        throw AloftException.of(ErrorCode.PERMISSION_DENIED, "not allowed to look").build();
      }
      if (target.name().endsWith("stuck")) {
        await();
      }
      return there.contains(target.name())
          ? new Observation(
              List.of(
                  new Part(
                      "endpoint",
                      target.name(),
                      Part.State.READY,
                      "InService",
                      true,
                      true,
                      Map.of())))
          : Observation.NOTHING;
    }

    private void await() {
      try {
        others.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public Next next(Target<EndpointSpec> target, Observation seen) {
      if (target.name().equals("slow")) {
        return Next.attend("it comes");
      }
      return seen.isEmpty() == target.wish().isEmpty()
          ? Next.done()
          : Next.act(Action.of(seen.isEmpty() ? "create" : "delete", "endpoint", target.name()));
    }

    @Override
    public void apply(Action action, Target<EndpointSpec> target) {
      if (unanswered) {
        throw AloftException.of(ErrorCode.UNAVAILABLE, "no answer").effect(Effect.UNKNOWN).build();
      }
      if (action.verb().equals("create")) {
        there.add(target.name());
        others.countDown();
      } else {
        there.remove(target.name());
      }
    }

    @Override
    public Page<Part> owned(String logId, String cursor) {
      return Page.last(List.of());
    }

    @Override
    public void delete(Part part) {}
  }

  /** A registry without versions. */
  record Versions(CountDownLatch looks) implements RegistryDriver {
    @Override
    public Optional<RegisteredVersion> find(String name, String versionOrAlias) {
      return Optional.empty();
    }

    @Override
    public Page<String> names(String cursor) {
      return Page.last(List.of());
    }

    @Override
    public Page<RegisteredVersion> versions(String name, String cursor) {
      return Page.last(List.of());
    }

    @Override
    public void alias(String name, String alias, String version) {}

    @Override
    public void unalias(String name, String alias) {}

    @Override
    public void check(Registration spec, Problems problems) {}

    @Override
    public Observation observe(Target<Registration> target) {
      looks.countDown();
      return Observation.NOTHING;
    }

    @Override
    public Next next(Target<Registration> target, Observation seen) {
      return Next.done();
    }

    @Override
    public void apply(Action action, Target<Registration> target) {}

    @Override
    public Page<Part> owned(String logId, String cursor) {
      return Page.last(List.of());
    }

    @Override
    public void delete(Part part) {}
  }
}
