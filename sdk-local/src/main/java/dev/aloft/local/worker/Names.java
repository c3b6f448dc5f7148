package dev.aloft.local.worker;

import java.util.List;
import java.util.stream.IntStream;

/** Names of columns that have none. Stateless. */
final class Names {
  private Names() {}

  /** {@code f0}, {@code f1}, …. */
  static List<String> numbered(int count) {
    return IntStream.range(0, count).mapToObj(position -> "f" + position).toList();
  }
}
