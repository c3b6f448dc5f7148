package dev.aloft.driver;

import dev.aloft.internal.LogText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line that the work printed.
 *
 * @param at when, null when the provider does not say
 * @param source which node or stream, empty for the only one
 * @param text the line without its end
 */
public record LogLine(@Nullable Instant at, String source, String text) {

  /** The line for a person: when, where the provider says, then the text or the metric in words. */
  @Override
  public String toString() {
    return (at == null ? "" : at + " ") + LogText.of(this);
  }
}
