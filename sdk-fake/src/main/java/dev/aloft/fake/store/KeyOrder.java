package dev.aloft.fake.store;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** The order of keys: by the bytes of their UTF-8 form, which is the order of code points. */
public enum KeyOrder implements Comparator<String> {
  /** By bytes. */
  BYTES;

  @Override
  public int compare(String left, String right) {
    int shared = Math.min(left.length(), right.length());
    for (int i = 0; i < shared; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        boolean surrogates = Character.isSurrogate(a) == Character.isSurrogate(b);
        return surrogates ? Character.compare(a, b) : Character.isSurrogate(a) ? 1 : -1;
      }
    }
    return Integer.compare(left.length(), right.length());
  }

  /** The first text after all that start with a prefix; null when nothing can come after them. */
  public static @Nullable String after(String prefix) {
    int end = prefix.length();
    while (end > 0) {
      int last = prefix.codePointBefore(end);
      end -= Character.charCount(last);
      if (last < Character.MAX_CODE_POINT) {
        int next = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
        return new StringBuilder(prefix.substring(0, end)).appendCodePoint(next).toString();
      }
    }
    return null;
  }
}
