package dev.aloft.internal.config;

import dev.aloft.driver.Setting;
import dev.aloft.driver.Settings;
import dev.aloft.error.Problems;
import java.time.Duration;
import java.util.Objects;

/** How core reads the settings that every provider has. What cannot be right is refused first. */
public final class CoreSettings {
  private static final int MOST_REQUESTS = 10_000;

  private CoreSettings() {}

  /** Notes what cannot be right. */
  static void check(Settings settings, Problems problems) {
    positive(settings, Setting.REQUEST_TIMEOUT.name(), problems);
    positive(settings, Setting.RETRY_TOTAL.name(), problems);
    String most = Setting.MAX_CONCURRENT_REQUESTS.name();
    settings
        .number(most, problems)
        .ifPresent(
            number ->
                problems.require(
                    number >= 1 && number <= MOST_REQUESTS,
                    most,
                    number,
                    "from 1 to " + MOST_REQUESTS));
    String limit = Setting.STAGE_LIMIT.name();
    settings
        .number(limit, problems)
        .ifPresent(bytes -> problems.require(bytes >= 0, limit, bytes, "0 or more bytes"));
  }

  private static void positive(Settings settings, String name, Problems problems) {
    settings
        .duration(name, problems)
        .ifPresent(
            time ->
                problems.require(
                    !time.isNegative() && !time.isZero(), name, time, "longer than nothing"));
  }

  /** How long one request may take. */
  public static Duration requestTimeout(Settings settings) {
    return duration(settings, Setting.REQUEST_TIMEOUT);
  }

  /** How long a call and its repetitions may take. */
  public static Duration retryTotal(Settings settings) {
    return duration(settings, Setting.RETRY_TOTAL);
  }

  /** How many requests may be under way at once. */
  public static int maxConcurrentRequests(Settings settings) {
    return Math.toIntExact(number(settings, Setting.MAX_CONCURRENT_REQUESTS));
  }

  /** How many bytes that lie elsewhere are copied through this machine. */
  public static long stageLimit(Settings settings) {
    return number(settings, Setting.STAGE_LIMIT);
  }

  private static Duration duration(Settings settings, Setting setting) {
    return settings.duration(setting.name()).orElseGet(() -> Duration.parse(defaultText(setting)));
  }

  private static long number(Settings settings, Setting setting) {
    return settings.number(setting.name()).orElseGet(() -> Long.valueOf(defaultText(setting)));
  }

  private static String defaultText(Setting setting) {
    return Objects.requireNonNull(setting.defaultText(), setting.name());
  }
}
