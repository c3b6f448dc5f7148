package dev.aloft.driver;

import org.jspecify.annotations.Nullable;

/**
 * One setting, under the same name in the builder, the URI, system properties ({@code
 * aloft.<name>}), the environment ({@code ALOFT_<NAME>}) and {@code aloft.properties}. Names are
 * lower-case words joined by dashes.
 *
 * @param name the name
 * @param description one sentence
 * @param defaultText what holds when nothing is set, as text; null when there is no default
 * @param secret whether the value must never be printed
 * @param convention an environment variable of the provider's own that is read last; null for none
 */
public record Setting(
    String name,
    String description,
    @Nullable String defaultText,
    boolean secret,
    @Nullable String convention) {

  /** A setting without a default. */
  public static Setting of(String name, String description) {
    return new Setting(name, description, null, false, null);
  }

  /** A setting with a default. */
  public static Setting of(String name, String description, String defaultText) {
    return new Setting(name, description, defaultText, false, null);
  }

  /** The same, never printed. */
  public Setting asSecret() {
    return new Setting(name, description, defaultText, true, convention);
  }

  /** The same, read last from an environment variable of the provider's own. */
  public Setting orVariable(String variable) {
    return new Setting(name, description, defaultText, secret, variable);
  }
}
