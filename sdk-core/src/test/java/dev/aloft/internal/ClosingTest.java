package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.error.AloftException;
import dev.aloft.internal.services.Specs;
import dev.aloft.serving.EndpointSpec;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What closing a client leaves to others, and what it tells those who wait. */
@Timeout(60)
class ClosingTest extends Resumptions {

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
}
