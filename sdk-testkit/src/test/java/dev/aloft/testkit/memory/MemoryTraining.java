package dev.aloft.testkit.memory;

import dev.aloft.driver.LogLine;
import dev.aloft.driver.LogPage;
import dev.aloft.driver.ObjectStore;
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
import dev.aloft.error.ErrorCode;
import dev.aloft.error.Problems;
import dev.aloft.operation.OperationState;
import dev.aloft.training.TrainingJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs: known by their names. */
final class MemoryTraining implements RunDriver<TrainingJob> {
  private static final int LOG_PAGE = 4;

  private final Site site;
  private final MemoryWork work;

  MemoryTraining(Site site, ObjectStore staging) {
    this.site = site;
    this.work = new MemoryWork(site, staging);
  }

  @Override
  public Repeat repeat() {
    return Repeat.BY_NAME;
  }

  @Override
  public void check(TrainingJob job, Problems problems) {
    problems.require(
        job.inputs().containsKey("train"), "inputs", job.inputs().keySet(), "an input \"train\"");
  }

  @Override
  public List<Upload> uploads(TrainingJob job) {
    List<Upload> uploads = new ArrayList<>();
    job.inputs()
        .forEach(
            (name, data) -> {
              if (data.isLocal()) {
                uploads.add(Upload.of("input." + name, data.localPath(), ".csv"));
              }
            });
    return uploads;
  }

  @Override
  public Optional<RunRef> find(RunKey key) {
    return site.read(
        "FindRun",
        key.runName(),
        cloud ->
            Optional.ofNullable(cloud.runs.get(key.runName()))
                .filter(run -> !site.has(Defect.FORGETS_RUNS))
                .map(MemoryTraining::ref));
  }

  private static RunRef ref(CloudRun run) {
    return new RunRef(run.name(), run.name());
  }

  @Override
  public RunRef create(Prepared<TrainingJob> job) {
    CloudRun.Work plan = work.of(job);
    String name = job.key().runName();
    return site.write(
        "CreateRun",
        name,
        cloud -> {
          boolean taken = cloud.runs.containsKey(name);
          if (taken && !site.has(Defect.FORGETS_RUNS)) {
            throw site.error(ErrorCode.ALREADY_EXISTS, "run " + name + " exists");
          }
          CloudRun run =
              new CloudRun(
                  taken ? name + "-again" : name,
                  job.key().group(),
                  job.ownership(),
                  plan,
                  site.now());
          cloud.runs.put(run.name(), run);
          return ref(run);
        });
  }

  @Override
  public Map<String, String> ownership(RunRef run) {
    return site.read(
        "GetTags",
        run.vendorId(),
        cloud ->
            Optional.ofNullable(cloud.runs.get(run.vendorId()))
                .map(CloudRun::tags)
                .orElse(Map.of()));
  }

  @Override
  public Sweep sweep(Watched watched) {
    return site.read("ListRuns", "", cloud -> sweep(cloud, watched));
  }

  private Sweep sweep(Cloud cloud, Watched watched) {
    List<RunStatus> seen = new ArrayList<>();
    Set<RunRef> gone = new LinkedHashSet<>();
    for (RunRef ref : watched.runs()) {
      CloudRun run = cloud.runs.get(ref.vendorId());
      if (run == null) {
        gone.add(ref);
      } else {
        seen.add(brief(run));
      }
    }
    return new Sweep(seen, gone, null, Duration.ofSeconds(10));
  }

  private RunStatus brief(CloudRun run) {
    CloudRun.Stage stage = run.status(site.now());
    OperationState state = stage.state();
    if (state == OperationState.CANCELLED && site.has(Defect.STOPPED_IS_SUCCESS)) {
      state = OperationState.SUCCEEDED;
    }
    if (state.isTerminal() && site.has(Defect.NEVER_ENDS)) {
      state = OperationState.RUNNING;
    }
    return RunStatus.of(ref(run), state, stage.word(), stage.word()).withCreated(run.created());
  }

  @Override
  public RunStatus describe(RunRef run) {
    return site.read("DescribeRun", run.vendorId(), cloud -> full(require(cloud, run)));
  }

  private RunStatus full(CloudRun run) {
    RunStatus status = brief(run).asDetailed().withMachine("memory.small, the only one", null);
    if (status.state() != OperationState.FAILED || site.has(Defect.SAYS_NO_REASON)) {
      return status;
    }
    return run.work().timesOut()
        ? status.withFailure(ErrorCode.TIMED_OUT, null, run.work().failure(), null)
        : status.withFailure(ErrorCode.USER_CODE_FAILED, null, run.work().failure(), 1);
  }

  private CloudRun require(Cloud cloud, RunRef run) {
    CloudRun there = cloud.runs.get(run.vendorId());
    if (there == null) {
      throw site.error(ErrorCode.NOT_FOUND, "there is no run " + run.vendorId());
    }
    return there;
  }

  @Override
  public void cancel(RunRef run) {
    site.rewrite(
        "StopRun",
        run.vendorId(),
        cloud -> {
          CloudRun there = require(cloud, run);
          if (!site.has(Defect.SWALLOWS_CANCEL)) {
            there.stop(site.now());
          }
          return there;
        });
  }

  @Override
  public LogPage logs(RunRef run, @Nullable String cursor) {
    return site.read("GetRunLog", run.vendorId(), cloud -> page(require(cloud, run), cursor));
  }

  private LogPage page(CloudRun run, @Nullable String cursor) {
    List<LogLine> all = new ArrayList<>(run.log(site.now()));
    all.removeIf(line -> line.text().contains("Error") && site.has(Defect.SAYS_NO_REASON));
    int from = cursor == null ? 0 : Math.min(Integer.parseInt(cursor), all.size());
    int to = Math.min(from + LOG_PAGE, all.size());
    List<LogLine> lines = all.subList(from, to);
    if (site.has(Defect.LOSES_LOG_LINES) && lines.size() == LOG_PAGE) {
      lines = lines.subList(1, LOG_PAGE);
    }
    return new LogPage(lines, Integer.toString(to), to == all.size());
  }

  @Override
  public Outputs outputs(RunStatus described) {
    return site.read(
        "DescribeRun",
        described.run().vendorId(),
        cloud -> {
          CloudRun there = require(cloud, described.run());
          boolean done = there.status(site.now()).state() == OperationState.SUCCEEDED;
          return new Outputs(done ? Map.of("model", there.work().modelUri()) : Map.of());
        });
  }

  @Override
  public Page<RunStatus> list(@Nullable String group, @Nullable String cursor) {
    return site.read(
        "ListRuns",
        "",
        cloud ->
            Page.last(
                cloud.runs.values().stream()
                    .filter(run -> group == null || group.equals(run.group()))
                    .sorted(Comparator.comparing(CloudRun::created).reversed())
                    .map(this::brief)
                    .toList()));
  }
}
