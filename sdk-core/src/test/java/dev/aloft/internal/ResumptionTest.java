package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.Capability;
import dev.aloft.Recovery;
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
import dev.aloft.internal.services.Specs;
import dev.aloft.operation.OperationId;
import dev.aloft.serving.EndpointSpec;
import dev.aloft.serving.EndpointState;
import java.time.Duration;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ResumptionTest {
  private final Cloud cloud = new Cloud();
  private final Session session = open();

  private boolean isHeldForOthers(String name) {
    Session other = open();
    return other.engine().endpoints().open().stream()
        .filter(open -> open.name().equals(name))
        .findFirst()
        .orElseThrow()
        .held()
        .compareTo(Duration.ZERO)
        > 0;
  }

  private Session open() {
    return open(new SystemTiming());
  }

  private Session open(Timing timing) {
    EngineContext context =
        new EngineContext(
            EngineConfig.of("cloud", new Settings(Map.of(), Map.of(), Set.of()), timing));
    return new Engine(context, cloud).session(List.of());
  }

  @AfterEach
  void close() {
    session.close();
  }

  @Test
  void oneNameInTroubleKeepsNoOtherFromBeingRecovered() {
    Reconciler<EndpointSpec> endpoints = session.engine().endpoints();
    endpoints.want("forbidden", null, "undeploy");
    endpoints.want("other", Specs.single("other", Specs.revision("good", true)), "deploy");

    Recovery recovery = session.recover();

    assertThat(recovery.items())
        .extracting(item -> item.name() + " " + item.outcome())
        .containsExactly("forbidden PERMISSION_DENIED: not allowed to look", "other finished");
    assertThat(cloud.serving.there).containsExactly("other");
  }

  @Test
  void aNameWithoutAnAnswerHoldsNoOtherUp() {
    Reconciler<EndpointSpec> endpoints = session.engine().endpoints();
    endpoints.want("another", Specs.single("another", Specs.revision("good", true)), "deploy");
    endpoints.want("other", Specs.single("other", Specs.revision("good", true)), "deploy");
    endpoints.want("stuck", null, "undeploy");
    endpoints.want("astuck", null, "undeploy");

    Recovery recovery = session.recover();

    assertThat(recovery.items())
        .extracting(item -> item.name() + " " + item.outcome())
        .containsExactlyInAnyOrder(
            "astuck removed", "another finished", "other finished", "stuck removed");
  }

  @Test
  void theNamesOfAllKindsAreBegunBeforeOneIsWaitedFor() {
    Reconciler<EndpointSpec> endpoints = session.engine().endpoints();
    endpoints.want("other", Specs.single("other", Specs.revision("good", true)), "deploy");
    endpoints.want("stuck", null, "undeploy");
    session.engine().registrations().want("churn@1", null, "delete");

    Recovery recovery = session.recover();

    assertThat(recovery.items())
        .extracting(item -> item.kind() + " " + item.name() + " " + item.outcome())
        .containsExactlyInAnyOrder(
            "endpoint other finished", "endpoint stuck removed", "model churn@1 removed");
  }

  @Test
  void whatTakesLongerThanTheRoundGoesOnUnwatched() {
    Session hasty = open(new EagerTiming());
    Reconciler<EndpointSpec> endpoints = hasty.engine().endpoints();
    endpoints.want("slow", Specs.single("slow", Specs.revision("good", true)), "deploy");

    Recovery recovery = hasty.recover();

    assertThat(recovery.items())
        .extracting(item -> item.name() + " " + item.outcome())
        .containsExactly("slow still running");
    hasty.close();
  }

  @Test
  void removesWhatShouldBeGoneByNow() {
    Reconciler<EndpointSpec> endpoints = session.engine().endpoints();
    endpoints.want("short", expiring("short", Duration.ofNanos(1)), "deploy");
    endpoints.want("long", expiring("long", Duration.ofHours(1)), "deploy");
    session.recover();
    assertThat(cloud.serving.there).containsExactlyInAnyOrder("short", "long");

    Recovery recovery = session.recover();

    assertThat(recovery.items())
        .extracting(item -> item.name() + " " + item.outcome())
        .containsExactly("short removed");
    assertThat(cloud.serving.there).containsExactly("long");
    assertThat(endpoints.history("short").get(0).verb()).isEqualTo("expire");
  }

  @Test
  void takesAwayWhatWasHalfStagedAWeekAgo() {
    Instant aWeekAgo = cloud.staging().time().minus(Duration.ofDays(7));

    session.recover();

    Instant weekAgoAfterwards = cloud.staging().time().minus(Duration.ofDays(7));
    assertThat(cloud.dropped).hasSize(1);
    assertThat(cloud.dropped.get(0)).isBetween(aWeekAgo, weekAgoAfterwards);
  }

  private static EndpointSpec expiring(String name, Duration time) {
    EndpointSpec plain = Specs.single(name, Specs.revision("good", true));
    return new EndpointSpec(
        name, plain.revisions(), plain.traffic(), plain.labels(), plain.probe(), time);
  }

  @ParameterizedTest
  @ValueSource(strings = {"model/churn?generation=1", "endpoint/churn", "thing/churn"})
  void refusesIdsThatNameNoChange(String rest) {
    OperationId id = OperationId.parse("cloud:/account/region/" + rest);

    AloftException error = catchThrowableOfType(AloftException.class, () -> session.resume(id));

    assertThat(error.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(error.summary()).startsWith("cannot resume " + id);
  }

  @Test
  void closingLetsAnotherProcessGoOnAtOnce() {
    Reconciler<EndpointSpec> endpoints = session.engine().endpoints();
    endpoints.want("other", Specs.single("other", Specs.revision("good", true)), "deploy");
    assertThat(isHeldForOthers("other")).isTrue();

    session.close();

    assertThat(isHeldForOthers("other")).isFalse();
  }

  @Test
  void closingKeepsTheLeaseWhileAWriteMayStillArrive() {
    Reconciler<EndpointSpec> endpoints = session.engine().endpoints();
    long wish =
        endpoints.want("other", Specs.single("other", Specs.revision("good", true)), "deploy");
    cloud.serving.unanswered = true;
    assertThat(endpoints.turn("other", wish)).isInstanceOf(Turn.Pending.class);

    session.close();

    assertThat(isHeldForOthers("other")).isTrue();
  }

  @Test
  void closesItsBackendOnce() {
    session.close();
    session.close();

    assertThat(cloud.closed).hasValue(1);
  }

  @Test
  void anAsynchronousPredictionSaysThatTheClientIsClosed() {
    session.close();

    assertThat(session.endpoint("other").predictAsync(dev.aloft.data.Row.of(1.0)))
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withCauseInstanceOf(AloftException.class);
  }

  /** A timer on which waits of half an hour and more are over at once. */
  private static final class EagerTiming implements Timing {
    private final SystemTiming real = new SystemTiming();

    @Override
    public Instant now() {
      return real.now();
    }

    @Override
    public long nanos() {
      return real.nanos();
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
      boolean isLong = delay.compareTo(Duration.ofMinutes(30)) >= 0;
      return real.schedule(isLong ? Duration.ZERO : delay, task);
    }

    @Override
    public void pause(Duration time) throws InterruptedException {
      real.pause(time);
    }
  }

  private static final class Cloud implements Backend {
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
  private static final class Serving implements ServingDriver {
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
  private record Versions(CountDownLatch looks) implements RegistryDriver {
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
