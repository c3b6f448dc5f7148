package dev.aloft.internal.layers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.internal.Seeds;
import dev.aloft.layer.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for every history of calls, whatever the provider answers and however slowly. */
class RetryHistoriesTest {
  private static final Duration TOTAL = Duration.ofMinutes(2);

  @Test
  void holdsItsPromises() {
    Seeds.random(500, random -> holdsItsPromises(history(random), random.nextDouble()));
  }

  private static void holdsItsPromises(List<Asked> history, double jitter) {
    HandTiming timing = new HandTiming();
    RetryLayer retry =
        new RetryLayer(
            timing, () -> jitter, TOTAL, new Pacer(Map::of, timing), () -> Long.MAX_VALUE / 4);
    List<Long> calls = new ArrayList<>();
    List<Long> taken = new ArrayList<>();
    for (Asked asked : history) {
      timing.advance(asked.rest);
      Told told = new Told(timing, asked);
      told.run(retry);
      told.check();
      calls.add(told.start);
      taken.addAll(told.taken());
    }
    checkBudget(calls, taken);
  }

  /** Each extra send was taken from the budget when the try before it ended. */
  private static void checkBudget(List<Long> calls, List<Long> taken) {
    for (long at : taken) {
      long retries = taken.stream().filter(other -> isInMinuteBefore(other, at)).count();
      long others = calls.stream().filter(other -> isInMinuteBefore(other, at)).count();
      assertThat(retries).isLessThanOrEqualTo(RetryBudget.FLOOR + others / 10);
    }
  }

  private static boolean isInMinuteBefore(long nanos, long end) {
    long second = nanos / RetryBudget.SLOT_NANOS;
    long last = end / RetryBudget.SLOT_NANOS;
    return nanos <= end && second > last - RetryBudget.SLOTS;
  }

  private static List<Asked> history(Random random) {
    List<Asked> history = new ArrayList<>();
    for (int i = random.nextInt(41); i >= 0; i--) {
      List<Answer> answers = new ArrayList<>();
      for (int answer = random.nextInt(13); answer > 0; answer--) {
        answers.add(answer(random));
      }
      history.add(
          new Asked(
              Duration.ofMillis(random.nextInt(90_001)),
              Duration.ofMillis(1 + random.nextInt(150_000)),
              random.nextBoolean(),
              answers));
    }
    return history;
  }

  private static Answer answer(Random random) {
    ErrorCode usual = random.nextBoolean() ? ErrorCode.THROTTLED : ErrorCode.UNAVAILABLE;
    ErrorCode[] codes = ErrorCode.values();
    Effect[] effects = Effect.values();
    boolean asks = random.nextInt(10) < 4;
    return new Answer(
        random.nextInt(6) > 0 ? usual : codes[random.nextInt(codes.length)],
        effects[random.nextInt(effects.length)],
        asks ? Duration.ofMillis(random.nextInt(1 + random.nextInt(200_001))) : null,
        Duration.ofMillis(random.nextInt(1 + random.nextInt(30_001))));
  }

  /** One call: a rest before it, its limit, whether it may be repeated, how its tries end. */
  record Asked(Duration rest, Duration limit, boolean repeatable, List<Answer> answers) {}

  /** How a try ends: with an error, after a time. */
  record Answer(ErrorCode code, Effect effect, Duration retryAfter, Duration took) {
    AloftException error() {
      return AloftException.of(code, "no").effect(effect).retryAfter(retryAfter).build();
    }

    boolean isWorthRepeating() {
      return code == ErrorCode.THROTTLED || code == ErrorCode.UNAVAILABLE;
    }
  }

  /** One call as it went. */
  private static final class Told {
    private final HandTiming timing;
    private final Asked asked;
    private final long start;
    private final List<Long> sent = new ArrayList<>();
    private final List<Long> ended = new ArrayList<>();
    private AloftException error;

    private Told(HandTiming timing, Asked asked) {
      this.timing = timing;
      this.asked = asked;
      this.start = timing.nanos();
    }

    private void run(RetryLayer retry) {
      Call.Builder call = Requests.call("Do").timeout(asked.limit);
      try {
        retry.around((asked.repeatable ? call.repeatable() : call).build(), this::answer);
      } catch (AloftException e) {
        error = e;
      }
    }

    private String answer(Call call) {
      int number = sent.size();
      sent.add(timing.nanos());
      assertThat(call.attempt()).isEqualTo(number + 1);
      assertThat(call.timeout()).isPositive().isLessThanOrEqualTo(asked.limit);
      assertThat(timing.nanos() + call.timeout().toNanos()).isLessThanOrEqualTo(end());
      if (number >= asked.answers.size()) {
        ended.add(timing.nanos());
        return "answer";
      }
      Answer answer = asked.answers.get(number);
      // no try outlasts its limit: the layer inside sees to it
      timing.advance(answer.took.compareTo(call.timeout()) < 0 ? answer.took : call.timeout());
      ended.add(timing.nanos());
      throw answer.error();
    }

    private long end() {
      boolean ownLimit = !asked.repeatable || asked.limit.compareTo(TOTAL) > 0;
      return start + (ownLimit ? asked.limit : TOTAL).toNanos();
    }

    private long lastStart() {
      return Math.min(end(), start + TOTAL.toNanos());
    }

    private List<Long> taken() {
      return ended.subList(0, Math.max(0, sent.size() - 1));
    }

    private void check() {
      for (int i = 1; i < sent.size(); i++) {
        Answer before = asked.answers.get(i - 1);
        assertThat(before.isWorthRepeating()).isTrue();
        assertThat(asked.repeatable || before.effect == Effect.NONE).isTrue();
        long pause = sent.get(i) - ended.get(i - 1);
        assertThat(pause).isGreaterThanOrEqualTo(RetrySchedule.FIRST.toNanos() / 2);
        if (before.retryAfter != null) {
          assertThat(pause).isGreaterThanOrEqualTo(before.retryAfter.toNanos());
        }
        assertThat(sent.get(i)).isLessThan(lastStart());
        assertThat(ended.get(i)).isLessThanOrEqualTo(end());
      }
      assertThat(timing.nanos()).isLessThanOrEqualTo(Math.max(end(), start));
      if (error != null && sent.size() > 1) {
        assertThat(error.attempts()).hasSizeGreaterThanOrEqualTo(sent.size());
      }
    }
  }
}
