package dev.aloft.internal;

import dev.aloft.Capability;
import dev.aloft.driver.LogLine;
import dev.aloft.driver.Outputs;
import dev.aloft.driver.RunKey;
import dev.aloft.driver.RunRef;
import dev.aloft.driver.RunStatus;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.NextStep;
import dev.aloft.layer.Lifecycle;
import dev.aloft.model.Model;
import dev.aloft.operation.OperationId;
import dev.aloft.operation.OperationState;
import dev.aloft.training.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One run as an operation. */
public final class RunCore extends OperationCore<Model> implements Sweeper.Watch {
  /** How long a run that was accepted may not be found, or be denied: the service's answers lag. */
  static final Duration LAG = Duration.ofMinutes(5);

  /** The same for a run that was found and that this process did not create. */
  private static final Duration FOUND_LAG = Duration.ofSeconds(15);

  private final RunHost host;
  private final String group;
  private final String runName;
  private volatile @Nullable RunRef ref;
  private volatile @Nullable Instant created;
  private volatile @Nullable Instant firstMissed;
  private volatile @Nullable RunStatus last;
  private volatile @Nullable LogRest lastWords;
  private volatile String machine = "";
  private volatile boolean cancelling;
  private volatile boolean ours;
  private volatile @Nullable Instant made;

  private RunCore(
      RunHost host,
      String runName,
      @Nullable RunRef ref,
      @Nullable Instant created,
      String phase,
      @Nullable Instant seenAt) {
    super(
        OperationId.run(host.provider(), host.scope(), runName),
        host.operations(),
        OperationState.QUEUED,
        phase,
        seenAt);
    this.host = host;
    this.runName = runName;
    this.group = RunNames.group(runName);
    this.ref = ref;
    this.created = created;
  }

  /** A run of ours that exists and was not looked at yet. */
  static RunCore found(RunHost host, RunRef ref) {
    RunCore core = new RunCore(host, ref.runName(), ref, null, Views.NEVER_SEEN, null);
    core.ours = true;
    return core;
  }

  /** A run that the service has just accepted. */
  static RunCore accepted(RunHost host, RunRef ref) {
    Instant now = host.operations().timing().now();
    RunCore core = new RunCore(host, ref.runName(), ref, now, "accepted", now);
    core.ours = true;
    core.made = now;
    return core;
  }

  /** A run that a listing has shown. */
  static RunCore listed(RunHost host, RunStatus status) {
    RunRef ref = status.run();
    Instant now = host.operations().timing().now();
    RunCore core = new RunCore(host, ref.runName(), ref, status.created(), "", now);
    core.take(status);
    return core;
  }

  /** A run by its name, seen or not. Calls nothing. */
  static RunCore named(RunHost host, String runName) {
    RunClaims.Made made = host.made(runName).orElse(null);
    if (made == null) {
      return new RunCore(host, runName, null, null, Views.NEVER_SEEN, null);
    }
    RunCore core = new RunCore(host, runName, made.run(), made.at(), Views.NEVER_SEEN, null);
    core.ours = true;
    core.made = made.at();
    return core;
  }

  /** The run's name. */
  public String runName() {
    return runName;
  }

  /** The group. */
  public String group() {
    return group;
  }

  /** The machine. */
  public String machine() {
    return machine;
  }

  /** The log so far; all of it when the run is known to have ended. */
  public Stream<LogLine> logs() {
    LogRest complete = logRest();
    Duration rest = complete.of(ended());
    while (!rest.isZero()) {
      ServicePauses.pause(operations().timing(), rest);
      rest = complete.of(ended());
    }
    return log(resolved()).stream();
  }

  /** A reader at the beginning of the log. */
  LogReader log(RunRef run) {
    return new LogReader(cursor -> host.drive(() -> host.driver().logs(run, cursor)));
  }

  /** Waits from now until the log is complete. */
  LogRest logRest() {
    return new LogRest(host);
  }

  /** All that is known of the run, when it has ended; null before, and after a bare listing. */
  @Nullable RunStatus ended() {
    RunStatus known = last;
    return known != null && known.detailed() && known.state().isTerminal() ? known : null;
  }

  /** Waits and prints. */
  public Model awaitWithLogs(Appendable out) {
    return LogFollower.to(out, this).follow();
  }

  /** The metrics so far. */
  public Metrics metrics() {
    return MetricsReader.read(host, resolved(), outputs());
  }

  /** The outputs. */
  public Outputs outputs() {
    RunStatus known = described();
    return host.drive(() -> host.driver().outputs(known));
  }

  /** What the service says of it; not asked again once that is the end. */
  private RunStatus described() {
    RunStatus known = ended();
    if (known != null) {
      return known;
    }
    RunRef run = resolved();
    return host.drive(() -> host.driver().describe(run));
  }

  @Override
  public void cancel() {
    if (status().state().isTerminal()) {
      return;
    }
    host.verb(
        "cancel",
        runName,
        null,
        Set.of(Capability.TRAINING),
        () -> {
          requireOurs();
          stop(resolved());
          return true;
        });
    cancelling = true;
    saw(OperationState.CANCELLING, status().word(), status().phase(), null, false);
    host.sweeper().hasten();
  }

  /** What this process made and the service does not show yet is there all the same. */
  private void stop(RunRef run) {
    while (true) {
      try {
        host.driver().cancel(run);
        return;
      } catch (AloftException e) {
        Instant since = made;
        Instant end = since == null ? Instant.MIN : since.plus(host.driver().lag());
        if (e.code() != ErrorCode.NOT_FOUND || !operations().timing().now().isBefore(end)) {
          throw e;
        }
        ServicePauses.pause(operations().timing(), ServicePauses.PACE);
      }
    }
  }

  /** A name says nothing of whose a run is: its tags do, unless it was asked for here. */
  private void requireOurs() {
    if (ours) {
      return;
    }
    RunRef run = resolved();
    String owner =
        RunOwner.tags(host.driver(), run, operations().timing(), host.staging()).get(RunOwner.TAG);
    if (!host.owner().equals(owner)) {
      throw RunOwner.notOurs(run, owner);
    }
    ours = true;
  }

  @Override
  void startLooking() {
    host.sweeper().watch(this);
  }

  @Override
  void stopLooking() {
    host.sweeper().unwatch(this);
  }

  @Override
  public @Nullable RunRef ref() {
    return ref;
  }

  @Override
  public Instant created() {
    Instant known = created;
    return known == null ? Instant.EPOCH : known;
  }

  @Override
  public boolean needsLook() {
    return ref == null || created == null || (status().state().isTerminal() && !isOver());
  }

  @Override
  public boolean seen(RunStatus status) {
    boolean changed = take(status);
    if (changed && status.state().isTerminal()) {
      emitEnd(status);
      host.sweeper().single(this);
    }
    return changed;
  }

  private boolean take(RunStatus status) {
    RunStatus before = last;
    if (before != null && before.state().isTerminal() && !status.detailed()) {
      return false;
    }
    last = status;
    ref = status.run();
    created = status.created() == null ? created() : status.created();
    if (!status.machine().isEmpty()) {
      machine = status.machine();
    }
    OperationState state = status.state();
    return saw(
        cancelling && !state.isTerminal() ? OperationState.CANCELLING : state,
        status.word(),
        status.phase(),
        status.fraction(),
        false);
  }

  private void emitEnd(RunStatus status) {
    host.emit(
        new Lifecycle.Event(
            Lifecycle.Kind.ENDED,
            host.provider(),
            host.scope(),
            runName,
            status.state().toString(),
            false,
            operations().timing().now()));
  }

  @Override
  public void look() {
    RunStatus known = ended();
    if (known == null) {
      known = describe();
    }
    if (known != null && known.state().isTerminal() && isAwaited() && !lacksLastWords(known)) {
      finish(RunEnding.of(host, this, known));
    }
  }

  /** An error tells the last lines of the log, so it waits until they are there. */
  private boolean lacksLastWords(RunStatus known) {
    if (known.state() == OperationState.SUCCEEDED) {
      return false;
    }
    LogRest complete = lastWords == null ? new LogRest(host) : lastWords;
    lastWords = complete;
    Duration rest = complete.of(known);
    if (rest.isZero()) {
      return false;
    }
    operations().timing().schedule(rest, () -> host.sweeper().single(this));
    return true;
  }

  /** Looks; null when the answer says nothing yet. */
  private @Nullable RunStatus describe() {
    RunStatus now;
    try {
      RunRef run = resolved();
      now = host.drive(() -> host.driver().describe(run));
    } catch (AloftException e) {
      boolean denied = e.code() == ErrorCode.PERMISSION_DENIED && created != null;
      if ((denied || e.code() == ErrorCode.NOT_FOUND) && isLag(e)) {
        return null;
      }
      throw e;
    }
    // a listing has shown the end already, and this answer lags behind it
    boolean stale = status().state().isTerminal() && !now.state().isTerminal();
    if (stale) {
      return null;
    }
    seen(now);
    return now;
  }

  /** Whether a run that does not show may only not show yet. */
  private boolean isLag(AloftException error) {
    Instant now = operations().timing().now();
    Duration lag = host.driver().lag();
    if (created != null) {
      return now.isBefore(created().plus(lag.compareTo(LAG) > 0 ? lag : LAG));
    }
    Instant since = firstMissed == null ? now : firstMissed;
    firstMissed = since;
    boolean longer = ref != null && lag.compareTo(FOUND_LAG) < 0;
    if (!now.isBefore(since.plus(longer ? FOUND_LAG : lag))) {
      giveUp(error);
    }
    return false;
  }

  /** A run that no look has ever shown, beyond any lag, is not there: that is all there is. */
  @Override
  AloftException unseen(AloftException error) {
    return error.code() == ErrorCode.NOT_FOUND && isNowhere() ? nowhere() : super.unseen(error);
  }

  private boolean isNowhere() {
    Instant since = firstMissed;
    return ref == null
        && created == null
        && since != null
        && !operations().timing().now().isBefore(since.plus(host.driver().lag()));
  }

  private AloftException nowhere() {
    return ended(ErrorCode.NOT_FOUND, "there is no run \"" + runName + "\"")
        .operation("look")
        .nextStep(
            NextStep.java("see the runs of its group", "aloft.trainer().runs(\"" + group + "\")"))
        .build();
  }

  @Override
  public void troubled(AloftException error) {
    giveUp(error);
  }

  /** The run at the provider; looks for it when it is not known yet. */
  RunRef resolved() {
    RunRef known = ref;
    if (known == null) {
      known =
          host.drive(() -> host.driver().find(new RunKey(group, runName, "")))
              .orElseThrow(this::nowhere);
      ref = known;
    }
    return known;
  }
}
