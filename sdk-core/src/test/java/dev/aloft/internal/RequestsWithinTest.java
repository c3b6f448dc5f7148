package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.driver.Settings;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.internal.layers.HandTiming;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is sent under a lease is over before the lease is, whoever may repeat it. */
class RequestsWithinTest {
  private static final Duration LEASE = Duration.ofSeconds(20);

  private final HandTiming timing = new HandTiming();
  private final List<Long> sent = new ArrayList<>();
  private final EngineContext context =
      new EngineContext(
          EngineConfig.of("cloud", new Settings(Map.of(), Map.of(), Set.of()), timing));

  private String unavailable() {
    sent.add(timing.nanos());
    throw AloftException.of(ErrorCode.UNAVAILABLE, "no answer").effect(Effect.UNKNOWN).build();
  }

  private String repeated() {
    return context.send(context.call("PutAlias", "churn").repeatable().build(), this::unavailable);
  }

  @Test
  void aWriteThatMayBeRepeatedIsOverInTime() {
    context.opened(new NoCloud());

    AloftException error =
        catchThrowableOfType(AloftException.class, () -> context.within(LEASE, this::repeated));

    assertThat(error.isGivenUp()).isTrue();
    assertThat(sent).hasSizeGreaterThan(2).allMatch(at -> at < LEASE.toNanos());
    assertThat(timing.nanos()).isLessThanOrEqualTo(LEASE.toNanos());
  }

  @Test
  void nothingIsSentWhenTheTimeIsOver() {
    context.opened(new NoCloud());

    AloftException late =
        catchThrowableOfType(
            AloftException.class,
            () ->
                context.within(
                    LEASE,
                    () -> {
                      timing.advance(LEASE);
                      return repeated();
                    }));

    assertThat(sent).isEmpty();
    assertThat(late.effect()).isEqualTo(Effect.NONE);
    assertThat(late.summary()).contains("PutAlias churn was not sent");
  }

  @Test
  void theBoundEndsWithItsBody() {
    context.opened(new NoCloud());
    context.within(LEASE, () -> "done");
    timing.advance(LEASE);

    assertThat(context.send(context.call("Get", "churn").build(), () -> "sent")).isEqualTo("sent");
  }
}
