package dev.aloft.internal.config;

import dev.aloft.driver.Setting;
import dev.aloft.driver.Settings;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import java.time.Duration;

/** How core reads the settings that every provider has. */
public final class CoreSettings {
  private CoreSettings() {}

  /** How long one request may take. */
  public static Duration requestTimeout(Settings settings) {
    return positive(settings, Setting.REQUEST_TIMEOUT);
  }

  /** How long a call and its repetitions may take. */
  public static Duration retryTotal(Settings settings) {
    return positive(settings, Setting.RETRY_TOTAL);
  }

  /** How many requests may be under way at once. */
  public static int maxConcurrentRequests(Settings settings) {
    Setting setting = Setting.MAX_CONCURRENT_REQUESTS;
    long number = settings.number(setting.name()).orElseGet(() -> defaultNumber(setting));
    if (number < 1 || number > 10_000) {
      throw wrong(settings, setting, "from 1 to 10000");
    }
    return (int) number;
  }

  /** How many bytes that lie elsewhere are copied through this machine. */
  public static long stageLimit(Settings settings) {
    Setting setting = Setting.STAGE_LIMIT;
    long bytes = settings.number(setting.name()).orElseGet(() -> defaultNumber(setting));
    if (bytes < 0) {
      throw wrong(settings, setting, "0 or more bytes");
    }
    return bytes;
  }

  private static Duration positive(Settings settings, Setting setting) {
    Duration value =
        settings.duration(setting.name()).orElseGet(() -> Duration.parse(defaultText(setting)));
    if (value.isNegative() || value.isZero()) {
      throw wrong(settings, setting, "longer than nothing");
    }
    return value;
  }

  private static long defaultNumber(Setting setting) {
    return Long.parseLong(defaultText(setting));
  }

  private static String defaultText(Setting setting) {
    String text = setting.defaultText();
    if (text == null) {
      throw new IllegalStateException(setting.name() + " has no default");
    }
    return text;
  }

  private static AloftException wrong(Settings settings, Setting setting, String wanted) {
    return AloftException.of(
            ErrorCode.INVALID_REQUEST,
            "the setting \""
                + setting.name()
                + "\" from "
                + settings.origin(setting.name())
                + " must be "
                + wanted)
        .build();
  }
}
