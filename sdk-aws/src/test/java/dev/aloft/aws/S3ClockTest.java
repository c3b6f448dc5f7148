package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Source;
import dev.aloft.driver.Timing;
import dev.aloft.fake.aws.AwsCloud;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the store's time costs, over the network. */
class S3ClockTest {
  private static final String BUCKET = "staging-bucket";
  private static final Duration LITTLE = Duration.ofSeconds(2);

  private final AwsCloud cloud = AwsCloud.start();
  private final TwoClocks clocks = new TwoClocks();
  private final DirectContext context =
      new DirectContext(Map.of("region", cloud.region(), "endpoint", cloud.url()), clocks);
  private final ObjectStore store = context.store("s3://" + BUCKET);

  @BeforeEach
  void makeTheBucket() {
    cloud.createBucket(BUCKET);
  }

  @AfterEach
  void close() {
    context.close();
    cloud.close();
  }

  @Test
  void isAskedForOnceWhereNothingElseWasAsked() {
    Instant told = store.time();
    assertThat(told).isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
    assertThat(store.time()).isEqualTo(told);
    assertThat(asked()).isEqualTo(1);
  }

  @Test
  void comesWithEveryAnswer() {
    Instant written = store.put("a", Source.of("x"), true, Map.of()).modified();
    assertThat(store.time()).isEqualTo(written);
    cloud.clock().advance(Duration.ofHours(1));
    assertThat(store.head("nothing")).isEmpty();
    assertThat(store.time()).isAfterOrEqualTo(written.plus(Duration.ofHours(1)));
    assertThat(asked()).isZero();
  }

  @Test
  void goesOnByOurClockForAMinute() {
    Instant written = store.put("a", Source.of("x"), true, Map.of()).modified();
    clocks.pass(Duration.ofSeconds(59));
    assertThat(store.time()).isEqualTo(written.plusSeconds(59));
    assertThat(asked()).isZero();
    clocks.pass(Duration.ofSeconds(1));
    assertThat(store.time()).isBefore(written.plusSeconds(59));
    assertThat(asked()).isEqualTo(1);
  }

  @Test
  void isAskedForAfterTheMachineSlept() {
    store.put("a", Source.of("x"), true, Map.of());
    clocks.sleep(Duration.ofSeconds(30));
    store.time();
    assertThat(asked()).isEqualTo(1);
  }

  @Test
  void isNotReadOffAnAnswerThatWasSlow() {
    cloud
        .faults()
        .when(
            question -> {
              clocks.pass(LITTLE.plusMillis(1));
              return false;
            })
        .reset();
    store.put("a", Source.of("x"), true, Map.of());
    store.time();
    assertThat(asked()).isEqualTo(1);
  }

  private long asked() {
    return context.count("HeadBucket");
  }

  /** The clock on the wall, and the one that stands still while the machine sleeps. */
  private static final class TwoClocks implements Timing {
    private Instant wall = Instant.parse("2026-01-01T00:00:00Z");
    private long nanos;

    synchronized void pass(Duration time) {
      sleep(time);
      nanos += time.toNanos();
    }

    synchronized void sleep(Duration time) {
      wall = wall.plus(time);
    }

    @Override
    public synchronized Instant now() {
      return wall;
    }

    @Override
    public synchronized long nanos() {
      return nanos;
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
      throw new UnsupportedOperationException("stores set no timers");
    }

    @Override
    public void pause(Duration time) {
      throw new UnsupportedOperationException("stores do not wait");
    }
  }
}
