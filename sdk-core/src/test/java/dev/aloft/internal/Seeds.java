package dev.aloft.internal;

import java.util.Random;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Tries of a test with seeds that are the same in every run; a failure names its seed. */
public final class Seeds {
  private static final long SPREAD = 0x9E3779B97F4A7C15L;
  private static final double[] ODD = {
    0,
    -0.0,
    1,
    -1,
    0.1,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    Double.MIN_NORMAL,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    0x1p53,
    0x1p53 + 2,
    0x1p63,
    -0x1p63,
    1e16,
    1e-5,
    Float.MAX_VALUE
  };

  private Seeds() {}

  /** Tries so many seeds. */
  public static void each(int tries, LongConsumer test) {
    for (long i = 0; i < tries; i++) {
      long seed = i * SPREAD;
      try {
        test.accept(seed);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("with the seed " + seed + "L: " + e.getMessage(), e);
      }
    }
  }

  /** Tries so many sources of chance. */
  public static void random(int tries, Consumer<Random> test) {
    each(tries, seed -> test.accept(new Random(seed)));
  }

  /** A finite number, an odd one in every fourth case, otherwise of any magnitude. */
  public static double finite(Random random) {
    if (random.nextInt(4) == 0) {
      return ODD[random.nextInt(ODD.length)];
    }
    double number = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(number) ? number : random.nextDouble();
  }

  /** A text of at most so many characters: of few letters, of any, of half characters. */
  public static String text(Random random, int longest) {
    int kind = random.nextInt(3);
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(longest + 1); i > 0; i--) {
      text.append(
          (char) (kind == 0 ? 'a' + random.nextInt(4) : random.nextInt(kind == 1 ? 128 : 65_536)));
    }
    return text.toString();
  }
}
