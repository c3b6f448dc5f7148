package dev.aloft.internal;

import dev.aloft.driver.LogLine;
import dev.aloft.driver.RunRef;
import dev.aloft.driver.Timing;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.model.Model;
import dev.aloft.operation.OperationStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for a run in the calling thread and writes its log and its states as they come. In a
 * terminal the state is one line that changes; elsewhere each state is a line. Not thread-safe.
 */
final class LogFollower {
  private static final Logger LOG = LoggerFactory.getLogger(LogFollower.class);
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final int LAST_TRIES = 4;
  private static final double GROWTH = 1.5;

  private final Appendable out;
  private final boolean terminal;
  private final RunCore run;
  private @Nullable LogReader log;
  private final StatusQueue states = new StatusQueue();
  private @Nullable OperationStatus shown;
  private @Nullable OperationStatus end;
  private String statusLine = "";
  private @Nullable AloftException trouble;
  private boolean broken;

  LogFollower(Appendable out, boolean terminal, RunCore run) {
    this.out = out;
    this.terminal = terminal;
    this.run = run;
  }

  /** Writes there; as to a terminal when it is the standard output and that is one. */
  static LogFollower to(Appendable out, RunCore run) {
    return new LogFollower(out, Terminals.isTerminal(out), run);
  }

  /** Waits for the end. */
  Model follow() {
    Wait<Model> wait = run.enter();
    run.listen(states);
    try {
      Duration pause = FIRST;
      while (!wait.isOver()) {
        boolean changed = showStates();
        boolean wrote = writeLog();
        pause = changed || wrote ? FIRST : longer(pause);
        sleep(pause, wait.future());
      }
      showStates();
      writeRest();
      showEnd();
      return wait.result();
    } finally {
      endStatusLine();
      run.ignore(states);
      run.leave(wait);
    }
  }

  /** Until it is time to look into the log, a state has changed, or the wait is over. */
  private void sleep(Duration pause, CompletableFuture<?> over) {
    CompletableFuture<Boolean> time = new CompletableFuture<>();
    Timing.Cancellable timer = run.operations().timing().schedule(pause, () -> time.complete(true));
    try {
      run.block(CompletableFuture.anyOf(time, states.change(), over));
    } finally {
      timer.cancel();
    }
  }

  private static Duration longer(Duration pause) {
    Duration next = Duration.ofNanos((long) (pause.toNanos() * GROWTH));
    return next.compareTo(LONGEST) > 0 ? LONGEST : next;
  }

  /** Writes the last lines, when all of them are there, or that they are missing. */
  private void writeRest() {
    LogRest complete = run.logRest();
    Duration rest = complete.of(run.ended());
    while (!rest.isZero()) {
      writeLog();
      sleep(rest, new CompletableFuture<>());
      rest = complete.of(run.ended());
    }
    writeLog();
    for (int i = 1; i < LAST_TRIES && trouble != null && trouble.isRetryable(); i++) {
      sleep(FIRST, new CompletableFuture<>());
      writeLog();
    }
    if (trouble != null) {
      LOG.warn("the end of the log of {} cannot be read: {}", run.runName(), trouble.oneLine());
      writeLine("[aloft] the end of the log cannot be read: " + trouble.summary());
    }
  }

  /** Writes what is there; what fails is tried again with the next piece. */
  private boolean writeLog() {
    RunRef ref = run.ref();
    if (ref == null || broken) {
      return false;
    }
    LogReader reader = log == null ? run.log(ref) : log;
    log = reader;
    boolean wrote = false;
    trouble = null;
    try {
      Iterator<LogLine> lines = reader.stream().iterator();
      while (lines.hasNext()) {
        writeLine(LogText.of(lines.next()));
        wrote = true;
      }
    } catch (AloftException e) {
      if (e.code() == ErrorCode.INTERRUPTED) {
        throw run.unseen(e);
      }
      trouble = e;
      LOG.debug("the log of {} cannot be read now", run.runName(), e);
    }
    return wrote;
  }

  /**
   * Shows each state that was seen meanwhile, except for the end: the log comes before it.
   *
   * @return whether there was another state than before
   */
  private boolean showStates() {
    boolean changed = false;
    for (OperationStatus status = states.take(); status != null; status = states.take()) {
      changed |= shown == null || shown.state() != status.state();
      if (status.state().isTerminal()) {
        end = status;
      } else {
        show(status);
      }
    }
    return changed;
  }

  private void showEnd() {
    if (end != null) {
      show(end);
    }
  }

  private void show(OperationStatus status) {
    String text = statusText(status);
    shown = status;
    if (terminal) {
      write("\r" + text + "\u001b[K");
      statusLine = text;
    } else {
      write(text + "\n");
    }
  }

  private String statusText(OperationStatus status) {
    StringBuilder text = new StringBuilder(run.runName()).append(' ').append(status.state());
    status
        .fraction()
        .ifPresent(done -> text.append(' ').append(Math.round(done * 100)).append('%'));
    status.phaseText().ifPresent(phase -> text.append(' ').append(phase));
    return text.toString().replace('\n', ' ').replace('\r', ' ');
  }

  private void writeLine(String line) {
    write(statusLine.isEmpty() ? line + "\n" : "\r" + line + "\u001b[K\n" + statusLine);
  }

  private void endStatusLine() {
    if (!statusLine.isEmpty()) {
      write("\n");
      statusLine = "";
    }
  }

  private void write(String text) {
    if (broken) {
      return;
    }
    try {
      out.append(text);
    } catch (IOException | RuntimeException e) {
      broken = true;
      LOG.warn("writing the log of {} ended; the wait goes on", run.runName(), e);
    }
  }
}
