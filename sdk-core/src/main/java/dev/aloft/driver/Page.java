package dev.aloft.driver;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a listing. May be empty with more to come.
 *
 * @param items what is on it
 * @param cursor where to go on; null at the end
 * @param <T> what is listed
 */
public record Page<T>(List<T> items, @Nullable String cursor) {

  /** Copies the list. */
  public Page {
    items = List.copyOf(items);
  }

  /** The only page. */
  public static <T> Page<T> last(List<T> items) {
    return new Page<>(items, null);
  }
}
