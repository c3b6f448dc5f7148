package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Source;
import dev.aloft.fake.aws.AwsCloud;
import dev.aloft.testkit.TestTiming;
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
  private final TestTiming timing = new TestTiming();
  private final DirectContext context =
      new DirectContext(Map.of("region", cloud.region(), "endpoint", cloud.url()), timing);
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
  void isNotReadOffAnAnswerThatWasSlow() {
    cloud
        .faults()
        .when(
            question -> {
              timing.advance(LITTLE.plusMillis(1));
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
}
