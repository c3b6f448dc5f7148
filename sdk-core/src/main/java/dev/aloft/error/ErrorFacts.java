package dev.aloft.error;

import dev.aloft.internal.intent.SecretFormats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of an error while it is built. Not thread-safe. */
final class ErrorFacts {
  private static final int LONGEST_REASON = 1_000;

  final ErrorCode code;
  String summary;
  @Nullable Effect effect;
  @Nullable Boolean outcome;
  @Nullable Boolean retryable;
  boolean givenUp;
  @Nullable Duration retryAfter;
  @Nullable Blame blame;
  @Nullable String operation;
  @Nullable String resource;
  @Nullable String provider;
  @Nullable String requestId;
  @Nullable String rawCode;
  @Nullable String revision;
  @Nullable Integer exitCode;
  final List<Problem> problems = new ArrayList<>();
  final List<Attempt> attempts = new ArrayList<>();
  final List<String> logTail = new ArrayList<>();
  final List<String> stillExists = new ArrayList<>();
  final List<NextStep> nextSteps = new ArrayList<>();
  @Nullable Throwable cause;

  ErrorFacts(ErrorCode code, String summary) {
    this.code = code;
    this.summary = summary;
  }

  /** Takes over everything but the code, the sentence and the cause. */
  void copyFrom(AloftException.Details from) {
    effect = from.effect();
    outcome = from.outcome();
    retryable = from.retryable();
    givenUp = from.givenUp();
    retryAfter = from.retryAfter();
    blame = from.blame();
    operation = from.operation();
    resource = from.resource();
    provider = from.provider();
    requestId = from.requestId();
    rawCode = from.rawCode();
    revision = from.revision();
    exitCode = from.exitCode();
    problems.addAll(from.problems());
    attempts.addAll(from.attempts());
    logTail.addAll(from.logTail());
    stillExists.addAll(from.stillExists());
    nextSteps.addAll(from.nextSteps());
  }

  /** The facts with what is usual for what was not said, and without any secret. */
  AloftException.Details freeze() {
    return new AloftException.Details(
        code,
        SecretFormats.redact(summary),
        effect == null ? usualEffect() : effect,
        outcome == null ? usualOutcome() : outcome,
        retryable == null ? code.isRetryable() : retryable,
        givenUp,
        retryAfter,
        blame == null ? code.usualBlame() : blame,
        redacted(operation),
        redacted(resource),
        provider,
        redacted(requestId),
        redacted(rawCode),
        revision,
        exitCode,
        problems.stream().map(ErrorFacts::redacted).toList(),
        List.copyOf(attempts),
        logTail.stream().map(SecretFormats::redact).toList(),
        stillExists.stream().map(SecretFormats::redact).toList(),
        nextSteps.stream().map(ErrorFacts::redacted).toList(),
        causes());
  }

  private static @Nullable String redacted(@Nullable String text) {
    return text == null ? null : SecretFormats.redact(text);
  }

  private static Problem redacted(Problem problem) {
    return new Problem(
        SecretFormats.redact(problem.field()),
        redacted(problem.value()),
        SecretFormats.redact(problem.fix()));
  }

  private static NextStep redacted(NextStep step) {
    return new NextStep(
        SecretFormats.redact(step.why()), step.kind(), SecretFormats.redact(step.line()));
  }

  private Effect usualEffect() {
    return switch (code) {
      case PROVIDER_ERROR, UNAVAILABLE, INTERNAL -> Effect.UNKNOWN;
      default -> Effect.NONE;
    };
  }

  private boolean usualOutcome() {
    return code != ErrorCode.WAIT_TIMEOUT && code != ErrorCode.INTERRUPTED;
  }

  private List<String> causes() {
    List<String> texts = new ArrayList<>();
    for (Throwable at = cause; at != null && texts.size() < 5; at = at.getCause()) {
      texts.add(SecretFormats.redact(reason(at)));
    }
    return List.copyOf(texts);
  }

  private static String reason(Throwable cause) {
    if (cause instanceof AloftException inner) {
      return inner.code() + ": " + inner.summary();
    }
    String message = cause.getMessage();
    return cause.getClass().getSimpleName() + (message == null ? "" : ": " + cut(message));
  }

  /** The exception itself has all of it. */
  private static String cut(String message) {
    return message.length() <= LONGEST_REASON
        ? message
        : message.substring(0, LONGEST_REASON)
            + " … ("
            + message.length()
            + " characters; getCause() has all)";
  }
}
