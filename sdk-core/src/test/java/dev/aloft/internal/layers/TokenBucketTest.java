package dev.aloft.internal.layers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.driver.Rate;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class TokenBucketProperties {
  private static final long FOREVER = Long.MAX_VALUE;

  @Property
  void neverLetsMoreLeaveThanTheRateAllows(
      @ForAll @DoubleRange(min = 0.01, max = 10_000) double perSecond,
      @ForAll @IntRange(min = 1, max = 50) int burst,
      @ForAll @Size(max = 100) List<@LongRange(min = 0, max = 2_000_000_000L) Long> rests) {
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

  @Property
  void letsABurstLeaveAtOnceAfterARest(@ForAll @IntRange(min = 1, max = 50) int burst) {
    TokenBucket bucket = new TokenBucket(new Rate(1, burst));
    for (int i = 0; i < burst; i++) {
      assertThat(bucket.take(0, FOREVER)).isZero();
    }
    assertThat(bucket.take(0, FOREVER)).isEqualTo(1_000_000_000L);
  }

  @Property
  void takesNoTurnThatNobodyWaitsFor(@ForAll @IntRange(min = 1, max = 20) int refused) {
    TokenBucket bucket = new TokenBucket(Rate.perSecond(1));
    bucket.take(0, FOREVER);
    for (int i = 0; i < refused; i++) {
      assertThat(bucket.take(0, 999_999_999L)).isEqualTo(-1);
    }
    assertThat(bucket.take(0, FOREVER)).isEqualTo(1_000_000_000L);
  }
}
