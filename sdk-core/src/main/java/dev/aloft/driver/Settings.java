package dev.aloft.driver;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.Problems;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The resolved settings of one client. Immutable; printing it never shows a secret. */
public final class Settings {
  private final Map<String, String> values;
  private final Map<String, String> origins;
  private final Set<String> secrets;

  /**
   * Settings as they were resolved.
   *
   * @param values the values by name
   * @param origins where each came from, for messages
   * @param secrets the names whose values must not be printed
   */
  public Settings(Map<String, String> values, Map<String, String> origins, Set<String> secrets) {
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    this.origins = Map.copyOf(origins);
    this.secrets = Set.copyOf(secrets);
  }

  /** The value of a setting. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /**
   * The value of a setting that must be there.
   *
   * @throws AloftException INVALID_REQUEST naming every way to set it
   */
  public String require(String name) {
    return get(name)
        .orElseThrow(
            () ->
                AloftException.of(
                        ErrorCode.INVALID_REQUEST,
                        "the setting \""
                            + name
                            + "\" is missing: set it with .set(\""
                            + name
                            + "\", …), in the URI, as -Daloft."
                            + name
                            + ", as ALOFT_"
                            + name.toUpperCase(java.util.Locale.ROOT).replace('-', '_')
                            + " or in aloft.properties")
                    .build());
  }

  /** A whole number. */
  public Optional<Long> number(String name) {
    return get(name)
        .map(
            text -> {
              try {
                return Long.valueOf(text);
              } catch (NumberFormatException e) {
                throw bad(name, text, "a whole number");
              }
            });
  }

  /** A length of time: {@code PT5M}, or a number of seconds. */
  public Optional<Duration> duration(String name) {
    return get(name)
        .map(
            text -> {
              try {
                return text.matches("[0-9]+")
                    ? Duration.ofSeconds(Long.parseLong(text))
                    : Duration.parse(text);
              } catch (DateTimeParseException | NumberFormatException e) {
                throw bad(name, text, "seconds, or a duration such as PT5M");
              }
            });
  }

  /** A whole number; empty also when the value is none, which is noted. */
  public Optional<Long> number(String name, Problems problems) {
    return noted(name, () -> number(name), "a whole number", problems);
  }

  /** A length of time; empty also when the value is none, which is noted. */
  public Optional<Duration> duration(String name, Problems problems) {
    return noted(name, () -> duration(name), "seconds, or a duration such as PT5M", problems);
  }

  private <T> Optional<T> noted(
      String name, Supplier<Optional<T>> reading, String wanted, Problems problems) {
    try {
      return reading.get();
    } catch (AloftException e) {
      problems.add(name, secrets.contains(name) ? "***" : values.get(name), wanted);
      return Optional.empty();
    }
  }

  /** True or false. */
  public Optional<Boolean> flag(String name) {
    return get(name)
        .map(
            text ->
                switch (text) {
                  case "true" -> true;
                  case "false" -> false;
                  default -> throw bad(name, text, "true or false");
                });
  }

  /** Where a value came from, for messages. */
  public String origin(String name) {
    return origins.getOrDefault(name, "nowhere");
  }

  private AloftException bad(String name, String text, String wanted) {
    return AloftException.of(
            ErrorCode.INVALID_REQUEST,
            "the setting \""
                + name
                + "\" from "
                + origin(name)
                + " must be "
                + wanted
                + (secrets.contains(name) ? "" : ", not \"" + text + "\""))
        .build();
  }

  @Override
  public String toString() {
    Map<String, String> shown = new LinkedHashMap<>(values);
    shown.replaceAll((name, value) -> secrets.contains(name) ? "***" : value);
    return shown.toString();
  }
}
