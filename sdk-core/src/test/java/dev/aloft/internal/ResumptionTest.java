package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.Recovery;
import dev.aloft.driver.Timing;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.internal.services.Specs;
import dev.aloft.operation.OperationId;
import dev.aloft.serving.EndpointSpec;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ResumptionTest extends Resumptions {

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
}
