package dev.aloft.internal.histories;

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
import dev.aloft.driver.Upload;
import dev.aloft.driver.Watched;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.Problems;
import dev.aloft.internal.services.VirtualTiming;
import dev.aloft.operation.OperationState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A service that runs jobs: by name, by token, or by neither and with a listing that lags. */
final class ModelRuns implements RunDriver<String> {
  private final VirtualTiming timing;
  private final Repeat repeat;
  private final Duration lag;
  private final List<Run> runs = new ArrayList<>();
  private @Nullable Effect wrong;
  private int refused;

  ModelRuns(VirtualTiming timing, Repeat repeat, Duration lag) {
    this.timing = timing;
    this.repeat = repeat;
    this.lag = lag;
  }

  @Override
  public Repeat repeat() {
    return repeat;
  }

  @Override
  public Duration lag() {
    return lag;
  }

  @Override
  public Optional<RunRef> find(RunKey key) {
    return listed()
        .filter(run -> run.key.runName().equals(key.runName()))
        .findFirst()
        .map(Run::ref);
  }

  private Stream<Run> listed() {
    boolean consistent = repeat != Repeat.AFTER_FIND;
    return runs.stream()
        .filter(run -> consistent || !timing.now().isBefore(run.createdAt.plus(lag)));
  }

  /** Calls every request wrong, as by an answer that nobody knows; it has that effect. */
  void callWrong(Effect effect) {
    wrong = effect;
  }

  int refused() {
    return refused;
  }

  @Override
  public RunRef create(Prepared<String> job) {
    if (wrong != null) {
      refused++;
      if (wrong == Effect.DONE) {
        add(job);
      }
      throw AloftException.of(ErrorCode.INVALID_REQUEST, "something new")
          .effect(Effect.UNKNOWN)
          .build();
    }
    Optional<Run> same =
        runs.stream().filter(run -> run.key.runName().equals(job.key().runName())).findFirst();
    if (repeat == Repeat.BY_NAME && same.isPresent()) {
      throw AloftException.of(ErrorCode.ALREADY_EXISTS, job.key().runName() + " exists")
          .effect(Effect.NONE)
          .build();
    }
    if (repeat == Repeat.BY_TOKEN && same.isPresent()) {
      return same.get().ref();
    }
    return add(job);
  }

  private RunRef add(Prepared<String> job) {
    Run run = new Run(job.key(), "vendor-" + runs.size(), timing.now(), job.ownership());
    runs.add(run);
    return run.ref();
  }

  /** A run that something else made. */
  void foreign(RunKey key) {
    runs.add(new Run(key, "foreign", timing.now(), Map.of()));
  }

  /** The runs that still cost. */
  List<String> billing() {
    return runs.stream().filter(run -> !run.cancelled).map(run -> run.vendorId).toList();
  }

  int created() {
    return runs.size();
  }

  @Override
  public Map<String, String> ownership(RunRef run) {
    return runs.stream()
        .filter(any -> any.vendorId.equals(run.vendorId()))
        .findFirst()
        .map(any -> any.ownership)
        .orElse(Map.of());
  }

  @Override
  public void cancel(RunRef run) {
    runs.stream()
        .filter(any -> any.vendorId.equals(run.vendorId()))
        .forEach(any -> any.cancelled = true);
  }

  @Override
  public Page<RunStatus> list(@Nullable String group, @Nullable String cursor) {
    List<RunStatus> newestFirst = new ArrayList<>();
    listed().forEach(run -> newestFirst.add(0, describe(run.ref())));
    return Page.last(newestFirst);
  }

  @Override
  public RunStatus describe(RunRef run) {
    return RunStatus.of(run, OperationState.RUNNING, "Running", "");
  }

  @Override
  public void check(String job, Problems problems) {}

  @Override
  public List<Upload> uploads(String job) {
    return List.of();
  }

  @Override
  public Sweep sweep(Watched watched) {
    throw new UnsupportedOperationException();
  }

  @Override
  public LogPage logs(RunRef run, @Nullable String cursor) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Outputs outputs(RunStatus described) {
    throw new UnsupportedOperationException();
  }

  private static final class Run {
    private final RunKey key;
    private final String vendorId;
    private final Instant createdAt;
    private final Map<String, String> ownership;
    private boolean cancelled;

    private Run(RunKey key, String vendorId, Instant createdAt, Map<String, String> ownership) {
      this.key = key;
      this.vendorId = vendorId;
      this.createdAt = createdAt;
      this.ownership = ownership;
    }

    private RunRef ref() {
      return new RunRef(key.runName(), vendorId);
    }
  }
}
