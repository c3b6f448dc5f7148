package dev.aloft.internal.intent;

import dev.aloft.error.ErrorCode;
import java.util.List;

/**
 * Why a wish failed.
 *
 * @param code the code
 * @param reason the provider's text
 * @param log the last log lines
 */
public record WishFailure(ErrorCode code, String reason, List<String> log) {
  private static final int LINES = 50;

  /** Keeps the last lines only, and nothing that looks like a secret. */
  public WishFailure {
    reason = SecretFormats.redact(reason);
    log =
        log.subList(Math.max(0, log.size() - LINES), log.size()).stream()
            .map(SecretFormats::redact)
            .toList();
  }
}
