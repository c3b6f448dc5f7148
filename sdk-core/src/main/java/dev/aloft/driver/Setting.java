package dev.aloft.driver;

import java.util.List;
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

  /** Which provider; what is found on the class path when it is not set. */
  public static final Setting PROVIDER =
      of("provider", "The scheme of the provider, needed when the class path has several");

  /** Where the intent log, claims and staged files lie. */
  public static final Setting STAGING =
      of(
          "staging",
          "URI of the store that holds the intent log, claims and staged files; some providers"
              + " have a default");

  /** How long one request may take. */
  public static final Setting REQUEST_TIMEOUT =
      of("request-timeout", "How long one request to the provider may take", "PT1M");

  /** How long a request and its repetitions may take. */
  public static final Setting RETRY_TOTAL =
      of(
          "retry-total",
          "How long a request that may be repeated is tried anew, all pauses included",
          "PT2M");

  /** How many requests may be under way at once. */
  public static final Setting MAX_CONCURRENT_REQUESTS =
      of("max-concurrent-requests", "How many requests of one client may be under way", "32");

  /** How many bytes are copied through this machine for a provider that cannot read them. */
  public static final Setting STAGE_LIMIT =
      of(
          "stage-limit",
          "How many bytes of data that lie elsewhere are copied through this machine for one job",
          "5368709120");

  /** The settings that every provider has, in the order of the configuration reference. */
  public static List<Setting> common() {
    return List.of(
        PROVIDER, STAGING, REQUEST_TIMEOUT, RETRY_TOTAL, MAX_CONCURRENT_REQUESTS, STAGE_LIMIT);
  }

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
