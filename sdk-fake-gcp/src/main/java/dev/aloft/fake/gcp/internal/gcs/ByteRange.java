package dev.aloft.fake.gcp.internal.gcs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of bytes.
 *
 * @param first the first
 * @param last the last
 */
record ByteRange(long first, long last) {
  private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /**
   * Reads a range header.
   *
   * @return null when it is to be ignored, as one that cannot be read is, or several ranges
   * @throws GcsFailure 416 when it lies outside
   */
  static @Nullable ByteRange of(@Nullable String header, long size) {
    Matcher range = ONE.matcher(header == null ? "" : header.trim());
    if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
      return null;
    }
    boolean isSuffix = range.group(1).isEmpty();
    long second = range.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(range.group(2));
    long first = isSuffix ? Math.max(0, size - second) : Long.parseLong(range.group(1));
    long last = isSuffix ? size - 1 : Math.min(size - 1, second);
    if (!isSuffix && second < first) {
      return null;
    }
    if (first >= size) {
      throw new GcsFailure(416, "requestedRangeNotSatisfiable", "Request range not satisfiable");
    }
    return new ByteRange(first, last);
  }

  long length() {
    return last - first + 1;
  }

  /** The header that goes with the answer. */
  String contentRange(long size) {
    return "bytes " + first + "-" + last + "/" + size;
  }
}
