package dev.aloft.internal;

import dev.aloft.driver.LogLine;
import dev.aloft.driver.LogPage;
import dev.aloft.driver.Outputs;
import dev.aloft.driver.Page;
import dev.aloft.driver.Prepared;
import dev.aloft.driver.Repeat;
import dev.aloft.driver.RunDriver;
import dev.aloft.driver.RunKey;
import dev.aloft.driver.RunRef;
import dev.aloft.driver.RunStatus;
import dev.aloft.driver.Sweep;
import dev.aloft.driver.Timing;
import dev.aloft.driver.Upload;
import dev.aloft.driver.Watched;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.Problems;
import dev.aloft.operation.OperationState;
import dev.aloft.training.Metric;
import dev.aloft.training.TrainingJob;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A training service in memory, on the test's clock, with knobs and counters. */
class MemoryRuns implements RunDriver<TrainingJob> {
  final Map<String, Run> runs = new LinkedHashMap<>();
  final List<Instant> sweeps = new ArrayList<>();
  final List<Watched> watched = new ArrayList<>();
  final List<Instant> describes = new ArrayList<>();
  final List<Upload> uploads = new ArrayList<>();
  Prepared<TrainingJob> prepared;
  Set<String> schemes = Set.of();
  Duration lag = Duration.ZERO;
  Duration pause;
  Duration logLag = Duration.ZERO;
  int pageSize = 100;
  boolean listsEnded = true;
  boolean tellsCreated = true;
  Supplier<AloftException> trouble = () -> null;
  Supplier<AloftException> logTrouble = () -> null;
  List<Metric> found = List.of();
  int finds;
  int creates;
  int logReads;
  int logPage = 2;

  private final Timing timing;

  MemoryRuns(Timing timing) {
    this.timing = timing;
  }

  /** A run that is queued for a minute, runs for so long, and ends so. */
  Run add(String name, Duration length, OperationState end) {
    Run run = new Run(name, timing.now(), length, end);
    runs.put(name, run);
    return run;
  }

  /** A run ends now. */
  void ends(String name) {
    Run run = runs.get(name);
    run.length = Duration.between(run.created, timing.now());
    run.queue = Duration.ZERO;
  }

  @Override
  public Repeat repeat() {
    return Repeat.BY_NAME;
  }

  @Override
  public void check(TrainingJob job, Problems problems) {
    problems.require(job.nodes() < 100, "nodes", job.nodes(), "fewer than 100");
  }

  @Override
  public List<Metric> metrics(RunRef run) {
    return found;
  }

  @Override
  public List<Upload> uploads(TrainingJob job) {
    return uploads;
  }

  @Override
  public Set<String> schemes() {
    return schemes;
  }

  @Override
  public Duration lag() {
    return lag;
  }

  @Override
  public Optional<RunRef> find(RunKey key) {
    finds++;
    fail();
    return Optional.ofNullable(runs.get(key.runName())).map(run -> run.ref);
  }

  @Override
  public RunRef create(Prepared<TrainingJob> job) {
    creates++;
    prepared = job;
    if (runs.containsKey(job.key().runName())) {
      throw AloftException.of(ErrorCode.ALREADY_EXISTS, "taken").effect(Effect.NONE).build();
    }
    Run run = add(job.key().runName(), Duration.ofHours(1), OperationState.SUCCEEDED);
    run.ownership = job.ownership();
    return run.ref;
  }

  @Override
  public Map<String, String> ownership(RunRef run) {
    return require(run).ownership;
  }

  @Override
  public Sweep sweep(Watched look) {
    sweeps.add(timing.now());
    watched.add(look);
    fail();
    int from = look.cursor() == null ? 0 : Integer.parseInt(look.cursor());
    List<Run> all = new ArrayList<>(runs.values());
    int to = Math.min(all.size(), from + pageSize);
    Set<RunRef> wanted = new HashSet<>(look.runs());
    List<RunStatus> seen = new ArrayList<>();
    for (Run run : all.subList(from, to)) {
      boolean shown = listsEnded || !run.state().isTerminal();
      if (shown && !run.hidden && wanted.contains(run.ref)) {
        seen.add(run.status());
      }
    }
    return new Sweep(seen, Set.of(), to < all.size() ? Integer.toString(to) : null, pause);
  }

  @Override
  public RunStatus describe(RunRef run) {
    describes.add(timing.now());
    fail();
    return require(run).status().asDetailed();
  }

  @Override
  public void cancel(RunRef run) {
    fail();
    Run found = require(run);
    if (!found.state().isTerminal() && !found.ignoresCancel) {
      found.cancelled = timing.now();
    }
  }

  @Override
  public LogPage logs(RunRef run, String cursor) {
    logReads++;
    AloftException error = logTrouble.get();
    if (error != null) {
      throw error;
    }
    List<LogLine> lines = require(run).lines;
    int from = cursor == null ? 0 : Integer.parseInt(cursor);
    int to = Math.min(lines.size(), from + logPage);
    return new LogPage(lines.subList(from, to), Integer.toString(to), to == lines.size());
  }

  @Override
  public Duration logRest(RunStatus ended) {
    Run run = require(ended.run());
    Instant complete = run.created.plus(run.length).plus(logLag);
    return Duration.between(timing.now(), complete);
  }

  @Override
  public Outputs outputs(RunStatus described) {
    fail();
    return new Outputs(require(described.run()).outputs);
  }

  @Override
  public Page<RunStatus> list(String group, String cursor) {
    List<RunStatus> found =
        runs.values().stream()
            .filter(run -> group == null || run.name.startsWith(group + "-"))
            .sorted(Comparator.comparing((Run run) -> run.created).reversed())
            .map(Run::status)
            .toList();
    int from = cursor == null ? 0 : Integer.parseInt(cursor);
    int to = Math.min(found.size(), from + pageSize);
    return new Page<>(found.subList(from, to), to < found.size() ? Integer.toString(to) : null);
  }

  private void fail() {
    AloftException error = trouble.get();
    if (error != null) {
      throw error;
    }
  }

  private Run require(RunRef ref) {
    Run run = runs.get(ref.runName());
    if (run == null || run.hidden) {
      throw AloftException.of(ErrorCode.NOT_FOUND, "no " + ref.runName()).build();
    }
    return run;
  }

  /** One run and how it goes. */
  final class Run {
    final String name;
    final RunRef ref;
    final Instant created;
    Duration length;
    final OperationState end;
    final List<LogLine> lines = new ArrayList<>();
    final Map<String, String> outputs = new LinkedHashMap<>();
    List<String> stillExists = List.of();
    Instant cancelled;
    Duration queue = Duration.ofSeconds(60);
    boolean ignoresCancel;
    boolean hidden;
    Map<String, String> ownership = Map.of("aloft-owner", "owner1");
    ErrorCode code;
    String reason;
    Integer exitCode;

    Run(String name, Instant created, Duration length, OperationState end) {
      this.name = name;
      this.ref = new RunRef(name, "vendor-" + name);
      this.created = created;
      this.length = length;
      this.end = end;
      outputs.put("model", "mem:" + name + "/model");
    }

    void print(String text) {
      lines.add(new LogLine(timing.now(), "", text));
    }

    OperationState state() {
      Instant now = timing.now();
      if (cancelled != null && now.isBefore(created.plus(length))) {
        return now.isBefore(cancelled.plusSeconds(30))
            ? OperationState.CANCELLING
            : OperationState.CANCELLED;
      }
      if (cancelled != null && cancelled.isBefore(created.plus(length))) {
        return OperationState.CANCELLED;
      }
      if (now.isBefore(created.plus(queue))) {
        return OperationState.QUEUED;
      }
      return now.isBefore(created.plus(length)) ? OperationState.RUNNING : end;
    }

    RunStatus status() {
      OperationState state = state();
      RunStatus status =
          RunStatus.of(ref, state, "Word" + state, state.isTerminal() ? "" : "doing its work")
              .withMachine("m1.small, the cheapest with 2 CPUs", null)
              .withStillExists(stillExists)
              .withCreated(tellsCreated ? created : null);
      return state == OperationState.FAILED
          ? status.withFailure(code, null, reason, exitCode)
          : status;
    }
  }
}
