package dev.aloft.internal.intent;

import dev.aloft.driver.Next;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a wish failed.
 *
 * @param code the code
 * @param reason the provider's text
 * @param log the last log lines
 * @param refusal what the provider said beside its text to a write or a question; null when the
 *     driver judged by what it saw
 */
public record WishFailure(
    ErrorCode code, String reason, List<String> log, @Nullable Refusal refusal) {
  private static final int LINES = 50;

  /** Keeps the last lines only, and nothing that looks like a secret. */
  public WishFailure {
    reason = SecretFormats.redact(reason);
    log =
        log.subList(Math.max(0, log.size() - LINES), log.size()).stream()
            .map(SecretFormats::redact)
            .toList();
  }

  /** What the driver says of a wish that cannot be fulfilled. */
  public static WishFailure of(Next.Fail fail) {
    return new WishFailure(fail.code(), fail.reason(), fail.log(), null);
  }

  /** How a write that the wish needs was refused. */
  public static WishFailure of(AloftException error) {
    return new WishFailure(error.code(), error.summary(), error.logTail(), Refusal.of(error));
  }
}
