package dev.aloft.driver;

import dev.aloft.error.ErrorCode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What to do for a resource, given what is wished and what was seen. */
public sealed interface Next {

  /**
   * Write.
   *
   * @param action the one write
   */
  record Act(Action action) implements Next {}

  /**
   * Write what cannot be taken back without callers seeing it, once what is new has answered: core
   * asks each revision of the wish first. Where there is nothing to ask, on a way back, and once it
   * was answered, core writes {@code then} at once.
   *
   * @param first the write without which what is new cannot be asked, such as a small share of the
   *     calls; null when it can be asked as it is
   * @param then what follows the answer
   */
  record Ask(@Nullable Action first, Action then) implements Next {}

  /**
   * Look again later.
   *
   * @param phase what is going on, for a person
   * @param pause how long to wait; null for core's own pace
   * @param attended whether more writes must follow
   */
  record Wait(String phase, @Nullable Duration pause, boolean attended) implements Next {}

  /**
   * The wish is fulfilled.
   *
   * @param certain whether reads that do not lag have shown it, so that core does not wait for
   *     {@link ResourceDriver#lag()} before it believes it
   */
  record Done(boolean certain) implements Next {}

  /**
   * The wish cannot be fulfilled.
   *
   * @param code why
   * @param reason the provider's text
   * @param log the last log lines
   */
  record Fail(ErrorCode code, String reason, List<String> log) implements Next {
    /** Copies the list. */
    public Fail {
      log = List.copyOf(log);
    }
  }

  /** Write. */
  static Next act(Action action) {
    return new Act(action);
  }

  /** Write once what is new has answered; it can be asked as it is. */
  static Next ask(Action then) {
    return new Ask(null, then);
  }

  /** Write one thing so that what is new can be asked, and the other once it has answered. */
  static Next ask(Action first, Action then) {
    return new Ask(first, then);
  }

  /** Look again later; nothing more has to be written. */
  static Next await(String phase) {
    return new Wait(phase, null, false);
  }

  /** Look again later; more must be written. */
  static Next attend(String phase) {
    return new Wait(phase, null, true);
  }

  /** The wish is fulfilled. */
  static Next done() {
    return new Done(false);
  }

  /** The wish is fulfilled, as reads that do not lag have shown. */
  static Next certain() {
    return new Done(true);
  }

  /** The wish cannot be fulfilled. */
  static Next fail(ErrorCode code, String reason) {
    return new Fail(code, reason, List.of());
  }
}
