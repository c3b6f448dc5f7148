package dev.aloft.error;

import dev.aloft.RichView;
import dev.aloft.internal.ErrorText;
import dev.aloft.internal.intent.SecretFormats;
import java.io.Serial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that Aloft has to say about a failure. Unchecked; the only exception that Aloft throws
 * for a failure of the work, the provider or the request. Branch on {@link #code()}.
 *
 * <p>{@link #getMessage()} is complete by itself, causes included, on several lines. {@link
 * #oneLine()} is for logs, {@link #mimeBundle()} for notebooks, {@link #toJson()} for machines. The
 * message never holds a secret. Instances are immutable and may be shared between threads.
 */
public final class AloftException extends RuntimeException implements RichView {
  @Serial private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final transient Details details;

  private AloftException(String message, Details details, @Nullable Throwable cause) {
    super(message, cause);
    this.code = details.code();
    this.details = details;
  }

  /** Starts an error with its code and one sentence that says what happened. */
  public static Builder of(ErrorCode code, String message) {
    return new Builder(code, message);
  }

  /** What went wrong. */
  public ErrorCode code() {
    return code;
  }

  /** What the failed request may have done. */
  public Effect effect() {
    return details.effect();
  }

  /**
   * Whether this says how the work ended. False where only the looking failed: the work may still
   * be going on.
   */
  public boolean isOutcome() {
    return details.outcome();
  }

  /** Whether the same request may succeed later unchanged and nobody has retried it already. */
  public boolean isRetryable() {
    return details.retryable() && !details.givenUp();
  }

  /** Whether Aloft retried this and gave up. */
  public boolean isGivenUp() {
    return details.givenUp();
  }

  /** How long the provider asks to wait before the next try. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(details.retryAfter());
  }

  /** Who can do something about it. */
  public Blame blame() {
    return details.blame();
  }

  /** The sentence without anything around it. */
  public String summary() {
    return details.summary();
  }

  /** The operation that failed, such as {@code train} or {@code CreateTrainingJob}. */
  public Optional<String> operation() {
    return Optional.ofNullable(details.operation());
  }

  /** The resource or operation id that it failed on. */
  public Optional<String> resource() {
    return Optional.ofNullable(details.resource());
  }

  /** The provider's scheme. */
  public Optional<String> provider() {
    return Optional.ofNullable(details.provider());
  }

  /** The provider's own id of the request. */
  public Optional<String> requestId() {
    return Optional.ofNullable(details.requestId());
  }

  /** The provider's own code. */
  public Optional<String> rawCode() {
    return Optional.ofNullable(details.rawCode());
  }

  /** The exit code of the user's program. */
  public Optional<Integer> exitCode() {
    return Optional.ofNullable(details.exitCode());
  }

  /** Every fault of an invalid request. */
  public List<Problem> problems() {
    return details.problems();
  }

  /** What was tried before this. */
  public List<Attempt> attempts() {
    return details.attempts();
  }

  /** The last lines that the work printed, oldest first, at most 100. */
  public List<String> logTail() {
    return details.logTail();
  }

  /** What exists all the same, such as outputs of a run that timed out. */
  public List<String> stillExists() {
    return details.stillExists();
  }

  /** Up to three things to do next. */
  public List<NextStep> nextSteps() {
    return details.nextSteps();
  }

  /** One line without line breaks, for logs. */
  public String oneLine() {
    return ErrorText.line(details);
  }

  /** One JSON object with everything that is known; field names are stable. */
  public String toJson() {
    return ErrorText.json(details);
  }

  @Override
  public Map<String, String> mimeBundle() {
    Map<String, String> bundle = new LinkedHashMap<>();
    bundle.put("text/plain", getMessage());
    bundle.put("text/html", ErrorText.html(details));
    bundle.put("application/json", toJson());
    return bundle;
  }

  /** The same error with more said about it; the cause and the stack trace stay. */
  public Builder toBuilder() {
    Builder copy = new Builder(code, details.summary());
    copy.copyFrom(details);
    copy.cause = getCause();
    copy.stack = getStackTrace();
    return copy;
  }

  /** Java's serialisation keeps the code, the message, the causes and the stack trace. */
  @Serial
  private Object readResolve() {
    String message = String.valueOf(getMessage());
    Details known = new Builder(code, message).freeze();
    AloftException restored = new AloftException(message, known, getCause());
    restored.setStackTrace(getStackTrace());
    for (Throwable suppressed : getSuppressed()) {
      restored.addSuppressed(suppressed);
    }
    return restored;
  }

  /**
   * The parts of an error, for renderers.
   *
   * @param code what went wrong
   * @param summary one sentence
   * @param effect what may have been done
   * @param outcome whether it says how the work ended
   * @param retryable whether a retry may help
   * @param givenUp whether retries were used up
   * @param retryAfter the wish of the provider
   * @param blame who can act
   * @param operation the failed operation
   * @param resource the resource
   * @param provider the provider's scheme
   * @param requestId the provider's request id
   * @param rawCode the provider's code
   * @param exitCode the program's exit code
   * @param problems faults of a request
   * @param attempts earlier tries
   * @param logTail last log lines
   * @param stillExists what still exists
   * @param nextSteps what to do
   * @param causes the messages of the causes, outermost first
   */
  public record Details(
      ErrorCode code,
      String summary,
      Effect effect,
      boolean outcome,
      boolean retryable,
      boolean givenUp,
      @Nullable Duration retryAfter,
      Blame blame,
      @Nullable String operation,
      @Nullable String resource,
      @Nullable String provider,
      @Nullable String requestId,
      @Nullable String rawCode,
      @Nullable Integer exitCode,
      List<Problem> problems,
      List<Attempt> attempts,
      List<String> logTail,
      List<String> stillExists,
      List<NextStep> nextSteps,
      List<String> causes) {}

  /** Builds an error. Not thread-safe. */
  public static final class Builder {
    private static final int LOG_LINES = 100;
    private static final int STEPS = 3;

    private final ErrorCode code;
    private String summary;
    private @Nullable Effect effect;
    private @Nullable Boolean outcome;
    private @Nullable Boolean retryable;
    private boolean givenUp;
    private @Nullable Duration retryAfter;
    private @Nullable Blame blame;
    private @Nullable String operation;
    private @Nullable String resource;
    private @Nullable String provider;
    private @Nullable String requestId;
    private @Nullable String rawCode;
    private @Nullable Integer exitCode;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Attempt> attempts = new ArrayList<>();
    private final List<String> logTail = new ArrayList<>();
    private final List<String> stillExists = new ArrayList<>();
    private final List<NextStep> nextSteps = new ArrayList<>();
    private @Nullable Throwable cause;
    private StackTraceElement @Nullable [] stack;

    private Builder(ErrorCode code, String summary) {
      this.code = code;
      this.summary = summary;
    }

    /** Replaces the sentence. */
    public Builder summary(String sentence) {
      this.summary = sentence;
      return this;
    }

    /** Default: UNKNOWN for PROVIDER_ERROR, UNAVAILABLE and INTERNAL, NONE otherwise. */
    public Builder effect(Effect value) {
      this.effect = value;
      return this;
    }

    /** Default: true, except for WAIT_TIMEOUT and INTERRUPTED. */
    public Builder outcome(boolean value) {
      this.outcome = value;
      return this;
    }

    /** Default: what the code says. */
    public Builder retryable(boolean value) {
      this.retryable = value;
      return this;
    }

    /** Marks that retries were used up, so that nobody outside retries again. */
    public Builder givenUp() {
      this.givenUp = true;
      return this;
    }

    /** The provider's wish. */
    public Builder retryAfter(@Nullable Duration value) {
      this.retryAfter = value;
      return this;
    }

    /** Default: what the code says. */
    public Builder blame(Blame value) {
      this.blame = value;
      return this;
    }

    /** The failed operation; the first one set stays. */
    public Builder operation(@Nullable String value) {
      this.operation = operation == null ? value : operation;
      return this;
    }

    /** The resource; the first one set stays. */
    public Builder resource(@Nullable String value) {
      this.resource = resource == null ? value : resource;
      return this;
    }

    /** The provider's scheme; the first one set stays. */
    public Builder provider(@Nullable String value) {
      this.provider = provider == null ? value : provider;
      return this;
    }

    /** The provider's request id. */
    public Builder requestId(@Nullable String value) {
      this.requestId = value;
      return this;
    }

    /** The provider's code. */
    public Builder rawCode(@Nullable String value) {
      this.rawCode = value;
      return this;
    }

    /** The program's exit code. */
    public Builder exitCode(@Nullable Integer value) {
      this.exitCode = value;
      return this;
    }

    /** Adds faults of a request. */
    public Builder problems(List<Problem> more) {
      problems.addAll(more);
      return this;
    }

    /** Adds earlier tries. */
    public Builder attempts(List<Attempt> more) {
      attempts.addAll(more);
      return this;
    }

    /** Adds log lines; the last 100 are kept. */
    public Builder logTail(List<String> lines) {
      logTail.addAll(lines);
      if (logTail.size() > LOG_LINES) {
        logTail.subList(0, logTail.size() - LOG_LINES).clear();
      }
      return this;
    }

    /** Adds a thing that still exists. */
    public Builder stillExists(String thing) {
      stillExists.add(thing);
      return this;
    }

    /** Adds a next step; the first three are kept. */
    public Builder nextStep(NextStep step) {
      if (nextSteps.size() < STEPS) {
        nextSteps.add(step);
      }
      return this;
    }

    /** The exception behind it, usually the vendor's. */
    public Builder cause(@Nullable Throwable value) {
      this.cause = value;
      return this;
    }

    /** The error. */
    public AloftException build() {
      Details details = freeze();
      AloftException built = new AloftException(ErrorText.block(details), details, cause);
      if (stack != null) {
        built.setStackTrace(stack);
      }
      return built;
    }

    private void copyFrom(Details from) {
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
      exitCode = from.exitCode();
      problems.addAll(from.problems());
      attempts.addAll(from.attempts());
      logTail.addAll(from.logTail());
      stillExists.addAll(from.stillExists());
      nextSteps.addAll(from.nextSteps());
    }

    private Details freeze() {
      return new Details(
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
          exitCode,
          problems.stream().map(Builder::redacted).toList(),
          List.copyOf(attempts),
          logTail.stream().map(SecretFormats::redact).toList(),
          stillExists.stream().map(SecretFormats::redact).toList(),
          nextSteps.stream().map(Builder::redacted).toList(),
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
      return cause.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }
  }
}
