package dev.aloft.local.xgboost;

/**
 * The single-precision exponential and logarithm of the C library on Linux, bit for bit.
 *
 * <p>{@code (float) Math.exp(x)} is another function: it differs in the last bit for one argument
 * in a thousand. Both functions here work in double and round once at the end, by a table and a
 * short polynomial.
 */
final class FloatMath {
  private static final int EXP_STEPS = 32;
  private static final double EXP_SCALE = 0x1.71547652b82fep0 * EXP_STEPS;
  private static final double EXP_CUBIC =
      0x1.c6af84b912394p-5 / (EXP_STEPS * EXP_STEPS * EXP_STEPS);
  private static final double EXP_SQUARE = 0x1.ebfce50fac4f3p-3 / (EXP_STEPS * EXP_STEPS);
  private static final double EXP_LINEAR = 0x1.62e42ff0c52d6p-1 / EXP_STEPS;
  private static final float EXP_OVERFLOW = 0x1.62e42ep6f;
  private static final float EXP_UNDERFLOW = -0x1.9fe368p6f;
  private static final long[] EXP_POWERS = expPowers();

  private static final double LN_2 = 0x1.62e42fefa39efp-1;
  private static final int LOG_OFFSET = 0x3f330000;
  private static final double[] LOG_INVERSE = {
    0x1.661ec79f8f3bep+0, 0x1.571ed4aaf883dp+0, 0x1.49539f0f010bp+0, 0x1.3c995b0b80385p+0,
    0x1.30d190c8864a5p+0, 0x1.25e227b0b8eap+0, 0x1.1bb4a4a1a343fp+0, 0x1.12358f08ae5bap+0,
    0x1.0953f419900a7p+0, 0x1p+0, 0x1.e608cfd9a47acp-1, 0x1.ca4b31f026aap-1,
    0x1.b2036576afce6p-1, 0x1.9c2d163a1aa2dp-1, 0x1.886e6037841edp-1, 0x1.767dcf5534862p-1
  };
  private static final double[] LOG_VALUE = {
    -0x1.57bf7808caadep-2, -0x1.2bef0a7c06ddbp-2, -0x1.01eae7f513a67p-2, -0x1.b31d8a68224e9p-3,
    -0x1.6574f0ac07758p-3, -0x1.1aa2bc79c81p-3, -0x1.a4e76ce8c0e5ep-4, -0x1.1973c5a611cccp-4,
    -0x1.252f438e10c1ep-5, 0, 0x1.aa5aa5df25984p-5, 0x1.c5e53aa362eb4p-4,
    0x1.526e57720db08p-3, 0x1.bc2860d22477p-3, 0x1.1058bc8a07ee1p-2, 0x1.4043057b6ee09p-2
  };

  private FloatMath() {}

  static float exp(float x) {
    if (x > EXP_OVERFLOW) {
      return Float.POSITIVE_INFINITY;
    }
    if (x < EXP_UNDERFLOW) {
      return 0;
    }
    double scaled = x * EXP_SCALE;
    double whole = Math.rint(scaled);
    double rest = scaled - whole;
    long k = (long) whole;
    double power =
        Double.longBitsToDouble(EXP_POWERS[(int) (k & (EXP_STEPS - 1))] + (k << (52 - 5)));
    double high = EXP_CUBIC * rest + EXP_SQUARE;
    double low = EXP_LINEAR * rest + 1;
    return (float) ((high * (rest * rest) + low) * power);
  }

  static float log(float x) {
    if (!(x > 0) || x == Float.POSITIVE_INFINITY) {
      return x == 0 ? Float.NEGATIVE_INFINITY : x > 0 ? x : Float.NaN;
    }
    int bits = Float.floatToRawIntBits(x);
    if (bits == 0x3f800000) {
      return 0;
    }
    if (x < Float.MIN_NORMAL) {
      bits = Float.floatToRawIntBits(x * 0x1p23f) - (23 << 23);
    }
    int shifted = bits - LOG_OFFSET;
    int cell = (shifted >>> 19) & 15;
    double mantissa = Float.intBitsToFloat(bits - (shifted & 0xff800000));
    double rest = mantissa * LOG_INVERSE[cell] - 1;
    double start = LOG_VALUE[cell] + (shifted >> 23) * LN_2;
    double square = rest * rest;
    double sum = 0x1.5575b0be00b6ap-2 * rest - 0x1.ffffef20a4123p-2;
    sum = -0x1.00ea348b88334p-2 * square + sum;
    return (float) (sum * square + (start + rest));
  }

  /** The bits of 2^(i/32), less i sub-steps, so that adding k &lt;&lt; 47 gives 2^(k/32). */
  private static long[] expPowers() {
    long[] powers = new long[EXP_STEPS];
    for (int i = 0; i < EXP_STEPS; i++) {
      double power = StrictMath.pow(2, i / (double) EXP_STEPS);
      powers[i] = Double.doubleToRawLongBits(power) - ((long) i << (52 - 5));
    }
    return powers;
  }
}
