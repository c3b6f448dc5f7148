package dev.aloft.fake.aws.internal.s3;

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
   * @throws S3Failure InvalidRange when it lies outside
   */
  static @Nullable ByteRange of(@Nullable String header, long size) {
    Matcher range = ONE.matcher(header == null ? "" : header.trim());
    if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
      return null;
    }
    long first;
    long last = size - 1;
    if (range.group(1).isEmpty()) {
      long suffix = Long.parseLong(range.group(2));
      first = suffix == 0 ? size : Math.max(0, size - suffix);
    } else {
      first = Long.parseLong(range.group(1));
      if (!range.group(2).isEmpty()) {
        long end = Long.parseLong(range.group(2));
        if (end < first) {
          return null;
        }
        last = Math.min(last, end);
      }
    }
    if (first >= size) {
      throw new S3Failure(416, "InvalidRange", "The requested range is not satisfiable")
          .with("RangeRequested", String.valueOf(header))
          .with("ActualObjectSize", String.valueOf(size));
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
