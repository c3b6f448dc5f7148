package dev.aloft.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.driver.Action;
import dev.aloft.driver.Next;
import dev.aloft.testkit.NextFixture;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The order rules, case by case, and how each write shares the calls. */
class EndpointStepsTest {
  static List<NextFixture> cases() {
    return EndpointCases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isDecidedAsTheTableSays(NextFixture fixture) {
    Next next = EndpointSteps.next(fixture.target(), fixture.seen());

    assertThat(NextFixture.text(next)).as(fixture.name()).isEqualTo(fixture.expected());
  }

  @Test
  void aFreshEndpointsFirstModelGetsAllCallsAndAnyOtherNone() {
    assertThat(ServingRequests.split(action("nothing is deployed yet")))
        .isEqualTo(Map.of(EndpointCases.ONE, 100));
    assertThat(ServingRequests.split(action("another revision serves")))
        .isEqualTo(Map.of(EndpointCases.ONE, 100, EndpointCases.TWO, 0));
  }

  @Test
  void whatIsAskedGetsATenthOfTheCalls() {
    Next.Ask ask = (Next.Ask) next("a large canary has no calls yet");

    assertThat(ServingRequests.split(Objects.requireNonNull(ask.first())))
        .isEqualTo(Map.of(EndpointCases.ONE, 90, EndpointCases.TWO, 10));
    assertThat(ServingRequests.split(ask.then()))
        .isEqualTo(Map.of(EndpointCases.ONE, 60, EndpointCases.TWO, 40));
    assertThat(ServingRequests.split(action("a canary has no calls yet")))
        .isEqualTo(Map.of(EndpointCases.ONE, 95, EndpointCases.TWO, 5));
  }

  @Test
  void whoGoesLeavesItsCallsToAnotherAndTheLastLeavesNone() {
    assertThat(ServingRequests.split(action("two share the calls")))
        .isEqualTo(Map.of(EndpointCases.ONE, 100));
    assertThat(ServingRequests.split(action("one is left"))).isEmpty();
  }

  @Test
  void numbersOfDeployedModelsAreTenDigits() {
    assertThat(EndpointParts.deployed("a", EndpointCases.ONE)).matches("[1-9][0-9]{9}");
    assertThat(EndpointParts.deployed("a", EndpointCases.ONE))
        .isNotEqualTo(EndpointParts.deployed("b", EndpointCases.ONE));
  }

  private static Action action(String name) {
    return ((Next.Act) next(name)).action();
  }

  private static Next next(String name) {
    NextFixture found =
        cases().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    return EndpointSteps.next(found.target(), found.seen());
  }
}
