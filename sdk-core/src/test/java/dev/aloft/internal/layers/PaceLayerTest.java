package dev.aloft.internal.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.driver.Rate;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.layer.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PaceLayerTest {
  private final HandTiming timing = new HandTiming();
  private final Pacer pacer = new Pacer(() -> Map.of("control", new Rate(2, 3)), timing);
  private final PaceLayer layer =
      new PaceLayer(pacer, Duration.ofSeconds(10), () -> Long.MAX_VALUE / 4);
  private final List<Call> passed = new ArrayList<>();

  @Test
  void letsABurstThroughAndThenKeepsTheRate() {
    for (int i = 0; i < 5; i++) {
      layer.around(Requests.read(), this::pass);
    }

    assertThat(timing.pauses()).containsExactly(Duration.ofMillis(500), Duration.ofMillis(500));
  }

  @Test
  void leavesBucketsWithoutARateAlone() {
    for (int i = 0; i < 100; i++) {
      layer.around(Requests.call("Invoke").bucket("predict").build(), this::pass);
    }

    assertThat(timing.pauses()).isEmpty();
  }

  @Test
  void takesTheWaitOffTheLimitOfACallThatMustNotBeRepeated() {
    for (int i = 0; i < 4; i++) {
      layer.around(Requests.call("Create").timeout(Duration.ofSeconds(5)).build(), this::pass);
    }

    assertThat(passed)
        .extracting(Call::timeout)
        .startsWith(Duration.ofSeconds(5))
        .endsWith(Duration.ofMillis(4_500));
  }

  @Test
  void refusesAtOnceWhatWouldLeaveTooLate() {
    for (int i = 0; i < 3; i++) {
      layer.around(Requests.read(), this::pass);
    }

    AloftException error =
        catchThrowableOfType(
            AloftException.class,
            () ->
                layer.around(
                    Requests.call("Create").timeout(Duration.ofMillis(499)).build(), this::pass));

    assertThat(error.code()).isEqualTo(ErrorCode.THROTTLED);
    assertThat(error.effect()).isEqualTo(Effect.NONE);
    assertThat(passed).hasSize(3);
    assertThat(timing.pauses()).isEmpty();
  }

  @Test
  void endsTheWaitAtAnInterrupt() {
    for (int i = 0; i < 3; i++) {
      layer.around(Requests.read(), this::pass);
    }
    Thread.currentThread().interrupt();

    AloftException error =
        catchThrowableOfType(AloftException.class, () -> layer.around(Requests.read(), this::pass));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(error.code()).isEqualTo(ErrorCode.INTERRUPTED);
    assertThat(error.effect()).isEqualTo(Effect.NONE);
    assertThat(passed).hasSize(3);
  }

  private String pass(Call call) {
    passed.add(call);
    return "";
  }
}
