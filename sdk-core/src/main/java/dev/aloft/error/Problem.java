package dev.aloft.error;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One fault in what the caller asked for.
 *
 * @param field the field's path as the caller wrote it, such as {@code inputs.train.label}
 * @param value the offending value as text, null when there is none; secrets are never put here
 * @param fix what would be right
 */
public record Problem(String field, @Nullable String value, String fix) {
  private static final Pattern BARE =
      Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?|true|false");

  /**
   * The one-line form: {@code name = "My Job": fix}, {@code nodes = 0: fix}, or {@code
   * inputs.train.label is not given: fix}.
   */
  @Override
  public String toString() {
    if (value == null) {
      return field + " is not given: " + fix;
    }
    String shown = BARE.matcher(value).matches() ? value : "\"" + value + "\"";
    return field + " = " + shown + ": " + fix;
  }
}
