package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.Capability;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.layer.Call;
import dev.aloft.layer.Policy;
import dev.aloft.layer.Telemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VerbLayersTest {
  private final List<String> asked = new ArrayList<>();
  private CloudClient cloud = CloudClient.with((Policy) call -> asked.add(call.operation()));

  @AfterEach
  void close() {
    cloud.close();
  }

  @Test
  void refusesAVerbWhoseNeedsAreNotMet() {
    Call call =
        cloud
            .session
            .verbCall("train", "tumours")
            .needs(Capability.TRAINING, Capability.SPOT_TRAINING, Capability.TRAINING_NODES)
            .build();

    AloftException error = failure(() -> cloud.session.verb(call, () -> cloud.request("Create")));

    assertThat(error.code()).isEqualTo(ErrorCode.UNSUPPORTED);
    assertThat(error.effect()).isEqualTo(Effect.NONE);
    assertThat(error.summary())
        .startsWith("train tumours: the provider \"cloud\" does not support")
        .contains("training.spot, which spot(…) needs")
        .contains("training.nodes, which nodes(…) needs");
    assertThat(error.operation()).contains("train");
    assertThat(asked).isEmpty();
    assertThat(cloud.calls).extracting(Call::operation).containsExactly("train");
  }

  @Test
  void namesEverythingThatIsRequiredAndMissing() {
    cloud.session.require(Set.of(Capability.TRAINING));

    AloftException error =
        failure(() -> required(Capability.SPOT_TRAINING, Capability.REGISTRY, Capability.TRAINING));

    assertThat(error.summary()).endsWith("does not support registry, training.spot");
  }

  private String required(Capability... capabilities) {
    cloud.session.require(Set.of(capabilities));
    return "";
  }

  @Test
  void asksThePolicyOncePerVerbAndNeverForRequests() {
    cloud.verb(() -> cloud.request("Create"));

    assertThat(asked).containsExactly("deploy");
  }

  @Test
  void letsThePolicyRefuse() {
    cloud =
        CloudClient.with(
            (Policy)
                call -> {
                  throw AloftException.of(ErrorCode.BUDGET_EXCEEDED, "spent").build();
                });

    AloftException error = failure(() -> cloud.verb(() -> cloud.request("Create")));

    assertThat(error.code()).isEqualTo(ErrorCode.BUDGET_EXCEEDED);
    assertThat(error.operation()).contains("deploy");
    assertThat(error.resource()).contains("my-model");
    assertThat(error.provider()).contains("cloud");
  }

  @Test
  void refusesWhenThePolicyItselfFails() {
    cloud =
        CloudClient.with(
            (Policy)
                call -> {
                  throw new IllegalStateException("no rules");
                });

    AloftException error = failure(() -> cloud.verb(() -> cloud.request("Create")));

    assertThat(error.code()).isEqualTo(ErrorCode.POLICY_DENIED);
    assertThat(error.getCause()).hasMessage("no rules");
    assertThat(cloud.calls).extracting(Call::operation).containsExactly("deploy");
  }

  @Test
  void goesOnWhenTelemetryFails() {
    cloud =
        CloudClient.with(
            new Telemetry() {
              @Override
              public void started(Call call) {
                throw new IllegalStateException("start");
              }

              @Override
              public void ended(Call call, Duration took, @Nullable AloftException error) {
                throw new IllegalStateException("end");
              }
            });

    assertThat(cloud.verb(() -> cloud.request("Create"))).isEqualTo("sent");
  }

  @Test
  void tellsTelemetryAboutErrorsThatAreNoExceptions() {
    assertThat(
            catchThrowableOfType(
                StackOverflowError.class,
                () ->
                    cloud.verb(
                        () -> {
                          throw new StackOverflowError();
                        })))
        .isNotNull();
    assertThat(cloud.errors).extracting(AloftException::code).containsExactly(ErrorCode.INTERNAL);
  }

  private static AloftException failure(Callable<String> body) {
    return catchThrowableOfType(AloftException.class, body::call);
  }
}
