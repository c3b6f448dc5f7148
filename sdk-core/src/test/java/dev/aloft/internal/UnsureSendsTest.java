package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.driver.Prepared;
import dev.aloft.driver.Repeat;
import dev.aloft.driver.RunKey;
import dev.aloft.driver.RunRef;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.training.Container;
import dev.aloft.training.TrainingJob;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A create whose answer is lost, and looks and sends after it that go wrong in their own way. */
class UnsureSendsTest {
  private static final RunKey KEY = new RunKey("tumours", "tumours-abcdefgh", "hash");
  private static final Prepared<TrainingJob> JOB =
      new Prepared<>(
          TrainingJob.builder("tumours", Container.of("example/train:1")).build(),
          KEY,
          Map.of(),
          Map.of("aloft-owner", "owner1", "aloft-revision", "hash"));

  private final TestHost host = new TestHost();

  private RunRef create(Service service) {
    return new RunClaims(host.store, host).createOnce(service, JOB);
  }

  private static AloftException error(ErrorCode code, Effect effect) {
    return AloftException.of(code, code.toString()).effect(effect).build();
  }

  @ParameterizedTest
  @EnumSource(
      value = Repeat.class,
      names = {"BY_NAME", "AFTER_FIND"})
  void failingLookLeavesTheLostAnswerUnsure(Repeat repeat) {
    Service service = new Service(host, repeat);
    service.afterTheSend = () -> error(ErrorCode.THROTTLED, Effect.NONE);

    AloftException error = catchThrowableOfType(AloftException.class, () -> create(service));

    assertThat(error.code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(error.effect()).isEqualTo(Effect.UNKNOWN);
    assertThat(error.resource()).contains(KEY.runName());
    assertThat(error.nextSteps()).singleElement().asString().contains(KEY.runName());
    assertThat(error.getSuppressed())
        .filteredOn(AloftException.class::isInstance)
        .anySatisfy(
            look -> assertThat(((AloftException) look).code()).isEqualTo(ErrorCode.THROTTLED));
  }

  @Test
  void refusalOfTheNextSendIsOfOurOwnRun() {
    Service service = new Service(host, Repeat.BY_NAME);
    service.lag = Duration.ofMinutes(1);
    service.again = () -> error(ErrorCode.QUOTA_EXCEEDED, Effect.NONE);
    service.hidden = Duration.ofSeconds(30);

    assertThat(create(service).runName()).isEqualTo(KEY.runName());
  }

  @Test
  void refusedSendIsToldAsItIs() {
    Service service = new Service(host, Repeat.BY_NAME);
    service.again = () -> error(ErrorCode.QUOTA_EXCEEDED, Effect.NONE);
    service.creates = 1;

    AloftException error = catchThrowableOfType(AloftException.class, () -> create(service));

    assertThat(error.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
    assertThat(error.effect()).isEqualTo(Effect.NONE);
  }

  /** Makes the run and loses the first answer. */
  private static final class Service extends MemoryRuns {
    private final TestHost host;
    private final Repeat repeat;
    private Supplier<@Nullable AloftException> afterTheSend = () -> null;
    private Supplier<@Nullable AloftException> again = () -> null;
    private Duration hidden = Duration.ZERO;

    private Service(TestHost host, Repeat repeat) {
      super(host.timing);
      this.host = host;
      this.repeat = repeat;
    }

    @Override
    public Repeat repeat() {
      return repeat;
    }

    @Override
    public RunRef create(Prepared<TrainingJob> job) {
      if (creates > 0) {
        creates++;
        throwIf(again.get());
      }
      RunRef run = super.create(job);
      if (creates == 1) {
        throw error(ErrorCode.UNAVAILABLE, Effect.UNKNOWN);
      }
      return run;
    }

    @Override
    public Optional<RunRef> find(RunKey key) {
      Run run = runs.get(key.runName());
      if (run == null) {
        return Optional.empty();
      }
      throwIf(afterTheSend.get());
      return host.timing.now().isBefore(run.created.plus(hidden))
          ? Optional.empty()
          : super.find(key);
    }

    private static void throwIf(@Nullable AloftException error) {
      if (error != null) {
        throw error;
      }
    }
  }
}
