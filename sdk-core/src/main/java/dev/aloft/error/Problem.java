package dev.aloft.error;

/**
 * One fault in what the caller asked for.
 *
 * @param field the field's path as the caller wrote it, such as {@code inputs.train.label}
 * @param value the offending value as text; secrets are never put here
 * @param fix what would be right
 */
public record Problem(String field, String value, String fix) {

  /** The one-line form: {@code field = "value": fix}. */
  @Override
  public String toString() {
    return field + " = \"" + value + "\": " + fix;
  }
}
