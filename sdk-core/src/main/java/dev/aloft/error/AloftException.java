package dev.aloft.error;

import dev.aloft.RichView;
import dev.aloft.internal.ErrorText;
import java.io.Serial;
import java.time.Duration;
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

  /** The hash of the revision that answered with it, where the provider tells. */
  public Optional<String> revision() {
    return Optional.ofNullable(details.revision());
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
    copy.facts.copyFrom(details);
    copy.facts.cause = getCause();
    copy.stack = getStackTrace();
    return copy;
  }

  /** Java's serialisation keeps the code, the message, the causes and the stack trace. */
  @Serial
  private Object readResolve() {
    String message = String.valueOf(getMessage());
    Details known = new ErrorFacts(code, message).freeze();
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
   * @param revision the hash of the revision that answered with it
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
      @Nullable String revision,
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

    private final ErrorFacts facts;
    private StackTraceElement @Nullable [] stack;

    private Builder(ErrorCode code, String summary) {
      this.facts = new ErrorFacts(code, summary);
    }

    /** Replaces the sentence. */
    public Builder summary(String sentence) {
      facts.summary = sentence;
      return this;
    }

    /** Default: UNKNOWN for PROVIDER_ERROR, UNAVAILABLE and INTERNAL, NONE otherwise. */
    public Builder effect(Effect value) {
      facts.effect = value;
      return this;
    }

    /** Default: true, except for WAIT_TIMEOUT and INTERRUPTED. */
    public Builder outcome(boolean value) {
      facts.outcome = value;
      return this;
    }

    /** Default: what the code says. */
    public Builder retryable(boolean value) {
      facts.retryable = value;
      return this;
    }

    /** Marks that retries were used up, so that nobody outside retries again. */
    public Builder givenUp() {
      facts.givenUp = true;
      return this;
    }

    /** The provider's wish. */
    public Builder retryAfter(@Nullable Duration value) {
      facts.retryAfter = value;
      return this;
    }

    /** Default: what the code says. */
    public Builder blame(Blame value) {
      facts.blame = value;
      return this;
    }

    /** The failed operation; the first one set stays. */
    public Builder operation(@Nullable String value) {
      facts.operation = facts.operation == null ? value : facts.operation;
      return this;
    }

    /** The resource; the first one set stays. */
    public Builder resource(@Nullable String value) {
      facts.resource = facts.resource == null ? value : facts.resource;
      return this;
    }

    /** The provider's scheme; the first one set stays. */
    public Builder provider(@Nullable String value) {
      facts.provider = facts.provider == null ? value : facts.provider;
      return this;
    }

    /** The provider's request id. */
    public Builder requestId(@Nullable String value) {
      facts.requestId = value;
      return this;
    }

    /** The provider's code. */
    public Builder rawCode(@Nullable String value) {
      facts.rawCode = value;
      return this;
    }

    /** The hash of the revision that answered with it. */
    public Builder revision(@Nullable String value) {
      facts.revision = value;
      return this;
    }

    /** The program's exit code. */
    public Builder exitCode(@Nullable Integer value) {
      facts.exitCode = value;
      return this;
    }

    /** Adds faults of a request. */
    public Builder problems(List<Problem> more) {
      facts.problems.addAll(more);
      return this;
    }

    /** Adds earlier tries. */
    public Builder attempts(List<Attempt> more) {
      facts.attempts.addAll(more);
      return this;
    }

    /** Adds log lines; the last 100 are kept. */
    public Builder logTail(List<String> lines) {
      facts.logTail.addAll(lines);
      if (facts.logTail.size() > LOG_LINES) {
        facts.logTail.subList(0, facts.logTail.size() - LOG_LINES).clear();
      }
      return this;
    }

    /** Adds a thing that still exists. */
    public Builder stillExists(String thing) {
      facts.stillExists.add(thing);
      return this;
    }

    /** Adds a next step; the first three are kept. */
    public Builder nextStep(NextStep step) {
      if (facts.nextSteps.size() < STEPS) {
        facts.nextSteps.add(step);
      }
      return this;
    }

    /** The exception behind it, usually the vendor's. */
    public Builder cause(@Nullable Throwable value) {
      facts.cause = value;
      return this;
    }

    /** The error. */
    public AloftException build() {
      Details details = facts.freeze();
      AloftException built = new AloftException(ErrorText.block(details), details, facts.cause);
      if (stack != null) {
        built.setStackTrace(stack);
      }
      return built;
    }
  }
}
