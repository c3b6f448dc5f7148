package dev.aloft.internal;

import dev.aloft.driver.LogLine;
import dev.aloft.driver.MetricLine;
import dev.aloft.driver.RunRef;
import dev.aloft.driver.Timing;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.model.Model;
import dev.aloft.operation.OperationStatus;
import dev.aloft.training.Metric;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
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
  private static final double GROWTH = 1.5;
  private static final MathContext DIGITS = new MathContext(6);

  private final Appendable out;
  private final boolean terminal;
  private final RunCore run;
  private final RunHost host;
  private @Nullable RunLog log;
  private @Nullable OperationStatus shown;
  private boolean statusLine;
  private boolean broken;

  LogFollower(Appendable out, boolean terminal, RunCore run, RunHost host) {
    this.out = out;
    this.terminal = terminal;
    this.run = run;
    this.host = host;
  }

  /** Writes there; as to a terminal when it is the standard output and that is one. */
  static LogFollower to(Appendable out, RunCore run, RunHost host) {
    return new LogFollower(out, Terminals.isTerminal(out), run, host);
  }

  /** Waits for the end. */
  Model follow() {
    Wait<Model> wait = run.enter();
    try {
      Duration pause = FIRST;
      while (!wait.isOver()) {
        showStatus();
        boolean wrote = writeLog();
        pause = wrote ? FIRST : longer(pause);
        sleep(pause, wait.future());
      }
      writeLog();
      showStatus();
      return wait.result();
    } finally {
      endStatusLine();
      run.leave(wait);
    }
  }

  private void sleep(Duration pause, CompletableFuture<?> end) {
    CompletableFuture<Boolean> over = new CompletableFuture<>();
    Timing.Cancellable timer = run.operations().timing().schedule(pause, () -> over.complete(true));
    try {
      run.block(CompletableFuture.anyOf(over, end));
    } finally {
      timer.cancel();
    }
  }

  private static Duration longer(Duration pause) {
    Duration next = Duration.ofNanos((long) (pause.toNanos() * GROWTH));
    return next.compareTo(LONGEST) > 0 ? LONGEST : next;
  }

  /** Writes what is there; what fails is tried again with the next piece. */
  private boolean writeLog() {
    RunRef ref = run.ref();
    if (ref == null || broken) {
      return false;
    }
    RunLog reader = log == null ? new RunLog(host, ref) : log;
    log = reader;
    boolean wrote = false;
    try {
      Iterator<LogLine> lines = reader.stream().iterator();
      while (lines.hasNext()) {
        writeLine(text(lines.next()));
        wrote = true;
      }
    } catch (AloftException e) {
      if (e.code() == ErrorCode.INTERRUPTED) {
        throw run.unseen(e);
      }
      LOG.debug("the log of {} cannot be read now", run.runName(), e);
    }
    return wrote;
  }

  private static String text(LogLine line) {
    Optional<Metric> metric = MetricLine.readMarked(line.text());
    String text =
        metric
            .map(
                m ->
                    m.name()
                        + " = "
                        + number(m.value())
                        + (m.step() < 0 ? "" : "  (step " + m.step() + ")"))
            .orElse(line.text());
    return line.source().isEmpty() ? text : "[" + line.source() + "] " + text;
  }

  /** Six digits, and no zeros that say nothing. */
  private static String number(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    BigDecimal rounded = BigDecimal.valueOf(value).round(DIGITS).stripTrailingZeros();
    int magnitude = rounded.precision() - rounded.scale();
    return magnitude > -4 && magnitude < 10 ? rounded.toPlainString() : rounded.toString();
  }

  private void showStatus() {
    OperationStatus status = run.status();
    if (shown != null && shown.sameAs(status)) {
      return;
    }
    shown = status;
    if (terminal) {
      write("\r" + statusText(status) + "\u001b[K");
      statusLine = true;
    } else {
      writeLine(statusText(status));
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
    if (statusLine) {
      OperationStatus status = run.status();
      shown = status;
      write("\r" + line + "\u001b[K\n" + statusText(status));
    } else {
      write(line + "\n");
    }
  }

  private void endStatusLine() {
    if (statusLine) {
      write("\n");
      statusLine = false;
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
