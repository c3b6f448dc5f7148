package dev.aloft.data;

import java.math.BigInteger;

/** Which numbers are whole by their class, and fit 64 bits. */
final class Numbers {
  private Numbers() {}

  static boolean isWhole(Object value) {
    return value instanceof Integer
        || value instanceof Long
        || value instanceof Short
        || value instanceof Byte
        || (value instanceof BigInteger big && big.bitLength() < 64);
  }
}
