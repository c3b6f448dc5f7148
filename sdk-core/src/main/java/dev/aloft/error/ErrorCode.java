package dev.aloft.error;

/**
 * What went wrong, in words that are the same on every provider. The set is closed; callers branch
 * on it, never on messages.
 */
public enum ErrorCode {
  /** The request is wrong as written; {@link AloftException#problems()} lists every fault. */
  INVALID_REQUEST,
  /** The provider, or this account on it, cannot do that. */
  UNSUPPORTED,
  /** The named thing does not exist. */
  NOT_FOUND,
  /** The name or key is taken by something else. */
  ALREADY_EXISTS,
  /** Another change of the same resource is under way. */
  BUSY,
  /** A newer wish for the same resource overtook this one. */
  CONFLICT,
  /** The resource of that name was not made by this intent log. */
  CONFLICT_NOT_OURS,
  /** The caller is known but not allowed. */
  PERMISSION_DENIED,
  /** The caller is not known. */
  UNAUTHENTICATED,
  /** The caller's credentials have run out. */
  CREDENTIALS_EXPIRED,
  /** Too many requests in too short a time. */
  THROTTLED,
  /** A limit that the provider sets. */
  QUOTA_EXCEEDED,
  /** A rule of the caller's own organisation. */
  POLICY_DENIED,
  /** A budget of the caller's own organisation. */
  BUDGET_EXCEEDED,
  /** The provider has no such machine free now. */
  NO_CAPACITY,
  /** An interruptible machine was taken away and was not given back. */
  PREEMPTED,
  /** The user's training code ended with an error. */
  USER_CODE_FAILED,
  /** The model's container answered a prediction with an error. */
  MODEL_FAILED,
  /** The change failed and the state before it serves again. */
  ROLLED_BACK,
  /** The work reached its own time limit. */
  TIMED_OUT,
  /** The caller's time limit passed; the work goes on. */
  WAIT_TIMEOUT,
  /** The work was cancelled. */
  CANCELLED,
  /** The waiting thread was interrupted; the work goes on. */
  INTERRUPTED,
  /** The service cannot be reached, or cannot answer now. */
  UNAVAILABLE,
  /** An error of the provider that fits nothing else. */
  PROVIDER_ERROR,
  /** Bytes are not what their hash or length says. */
  DATA_CORRUPTED,
  /** A fault of Aloft. */
  INTERNAL;

  /** Whether the same request may succeed later without being changed. */
  public boolean isRetryable() {
    return switch (this) {
      case BUSY, THROTTLED, NO_CAPACITY, PREEMPTED, UNAVAILABLE, WAIT_TIMEOUT, INTERRUPTED -> true;
      default -> false;
    };
  }

  /** Whose move it usually is. A provider may know better and say so on the exception. */
  public Blame usualBlame() {
    return switch (this) {
      case INVALID_REQUEST,
          UNSUPPORTED,
          NOT_FOUND,
          ALREADY_EXISTS,
          BUSY,
          CONFLICT,
          CONFLICT_NOT_OURS,
          CANCELLED,
          WAIT_TIMEOUT,
          INTERRUPTED,
          TIMED_OUT ->
          Blame.REQUEST;
      case PERMISSION_DENIED, UNAUTHENTICATED, CREDENTIALS_EXPIRED -> Blame.PERMISSION;
      case THROTTLED, QUOTA_EXCEEDED, POLICY_DENIED, BUDGET_EXCEEDED -> Blame.LIMITS;
      case NO_CAPACITY, PREEMPTED -> Blame.CAPACITY;
      case USER_CODE_FAILED, MODEL_FAILED, ROLLED_BACK -> Blame.USER_CODE;
      case UNAVAILABLE -> Blame.NETWORK;
      case PROVIDER_ERROR, DATA_CORRUPTED -> Blame.PROVIDER;
      case INTERNAL -> Blame.ALOFT;
    };
  }
}
