package dev.aloft.internal.layers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.driver.Rate;
import dev.aloft.internal.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketTest {
  private static final long FOREVER = Long.MAX_VALUE;

  @Test
  void neverLetsMoreLeaveThanTheRateAllows() {
    Seeds.random(500, TokenBucketTest::leaveAtARate);
  }

  private static void leaveAtARate(Random random) {
    double perSecond = 0.01 * Math.pow(1e6, random.nextDouble());
    int burst = 1 + random.nextInt(50);
    long[] rests =
        random.longs(random.nextInt(101), 0, 1 + (long) (2e9 * random.nextDouble())).toArray();
    TokenBucket bucket = new TokenBucket(new Rate(perSecond, burst));
    List<Long> left = new ArrayList<>();
    long now = 0;
    for (long rest : rests) {
      now += rest;
      left.add(now + bucket.take(now, FOREVER));
    }
    for (int i = 0; i < left.size(); i++) {
      for (int j = i; j < left.size(); j++) {
        double allowed = burst + (left.get(j) - left.get(i)) / 1e9 * perSecond;
        assertThat((double) (j - i + 1)).isLessThanOrEqualTo(allowed + 1e-6);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10, 50})
  void letsABurstLeaveAtOnceAfterARest(int burst) {
    TokenBucket bucket = new TokenBucket(new Rate(1, burst));
    for (int i = 0; i < burst; i++) {
      assertThat(bucket.take(0, FOREVER)).isZero();
    }
    assertThat(bucket.take(0, FOREVER)).isEqualTo(1_000_000_000L);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 20})
  void takesNoTurnThatNobodyWaitsFor(int refused) {
    TokenBucket bucket = new TokenBucket(Rate.perSecond(1));
    bucket.take(0, FOREVER);
    for (int i = 0; i < refused; i++) {
      assertThat(bucket.take(0, 999_999_999L)).isEqualTo(-1);
    }
    assertThat(bucket.take(0, FOREVER)).isEqualTo(1_000_000_000L);
  }
}
