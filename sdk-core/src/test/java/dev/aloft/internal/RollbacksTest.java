package dev.aloft.internal;

import static dev.aloft.internal.services.Specs.single;
import static dev.aloft.internal.services.Specs.split;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.internal.services.Specs;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class RollbacksTest {
  private static final EndpointRevision OLD = Specs.revision("old", false);
  private static final EndpointRevision NEW = Specs.revision("new", false);
  private static final String NAME = "churn";

  private final Deque<Reconciler.Entry<EndpointSpec>> history = new ArrayDeque<>();

  private void settled(String verb, EndpointSpec spec) {
    wish(verb, spec, "settled");
  }

  private void wish(String verb, EndpointSpec spec, String outcome) {
    history.addFirst(
        new Reconciler.Entry<>(history.size() + 1, verb, spec, outcome, Instant.EPOCH));
  }

  private EndpointSpec target() {
    return Rollbacks.target(NAME, List.copyOf(history));
  }

  private ErrorCode refusal() {
    return catchThrowableOfType(AloftException.class, this::target).code();
  }

  @Test
  void goesThereAndBack() {
    settled("deploy", single(NAME, OLD));
    settled("update", single(NAME, NEW));
    assertThat(target()).isEqualTo(single(NAME, OLD));
    settled("rollback", target());
    assertThat(target()).isEqualTo(single(NAME, NEW));
  }

  @Test
  void leavesAPromotedCanaryAltogether() {
    settled("deploy", single(NAME, OLD));
    settled("canary", split(NAME, OLD, NEW, 10));
    settled("canary", split(NAME, OLD, NEW, 50));
    settled("promote", single(NAME, NEW));
    assertThat(target()).isEqualTo(single(NAME, OLD));
    settled("rollback", target());
    assertThat(target()).isEqualTo(single(NAME, NEW));
  }

  @Test
  void endsACanaryThatWasNotPromoted() {
    settled("deploy", single(NAME, OLD));
    settled("canary", split(NAME, OLD, NEW, 10));
    wish("promote", single(NAME, NEW), "failed");
    assertThat(target()).isEqualTo(single(NAME, OLD));
  }

  @Test
  void goesNowhereFromTheFirstStateAndOverNoRemoval() {
    assertThat(refusal()).isEqualTo(ErrorCode.NOT_FOUND);
    settled("deploy", single(NAME, OLD));
    settled("undeploy", null);
    assertThat(refusal()).isEqualTo(ErrorCode.NOT_FOUND);
    settled("deploy", single(NAME, NEW));
    assertThat(refusal()).isEqualTo(ErrorCode.INVALID_REQUEST);
  }
}
