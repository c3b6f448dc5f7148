package dev.aloft.benchmarks.provider;

import dev.aloft.driver.DriverContext;
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
import dev.aloft.error.Problems;
import dev.aloft.operation.OperationState;
import dev.aloft.training.TrainingJob;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** Runs that are accepted, and run for ever. A listing shows 100 of them. Thread-safe. */
final class BenchRuns implements RunDriver<TrainingJob> {
  static final String LISTINGS = "list";
  private static final int PAGE = 100;
  private static final Duration NEXT_PAGE = Duration.ofMillis(500);

  private final DriverContext context;
  private final ConcurrentSkipListMap<String, Instant> created = new ConcurrentSkipListMap<>();

  BenchRuns(DriverContext context) {
    this.context = context;
  }

  @Override
  public Repeat repeat() {
    return Repeat.BY_NAME;
  }

  @Override
  public void check(TrainingJob job, Problems problems) {}

  @Override
  public List<Upload> uploads(TrainingJob job) {
    return List.of();
  }

  @Override
  public Optional<RunRef> find(RunKey key) {
    return read(
        "FindRun",
        key.runName(),
        () -> Optional.of(key.runName()).filter(created::containsKey).map(BenchRuns::ref));
  }

  @Override
  public RunRef create(Prepared<TrainingJob> job) {
    String name = job.key().runName();
    return context.send(
        context.call("CreateRun", name).build(),
        () -> {
          created.putIfAbsent(name, context.timing().now());
          return ref(name);
        });
  }

  @Override
  public Map<String, String> ownership(RunRef run) {
    return Map.of();
  }

  @Override
  public Sweep sweep(Watched watched) {
    Page<RunStatus> page =
        context.send(
            context.call("ListRuns", "").bucket(LISTINGS).repeatable().build(),
            () -> page(watched.cursor()));
    Duration pause = page.cursor() == null ? null : NEXT_PAGE;
    return new Sweep(page.items(), Set.of(), page.cursor(), pause);
  }

  @Override
  public RunStatus describe(RunRef run) {
    return read("DescribeRun", run.runName(), () -> status(run.runName()).asDetailed());
  }

  @Override
  public void cancel(RunRef run) {}

  @Override
  public LogPage logs(RunRef run, @Nullable String cursor) {
    return new LogPage(List.of(), "", true);
  }

  @Override
  public Outputs outputs(RunStatus described) {
    return new Outputs(Map.of());
  }

  @Override
  public Page<RunStatus> list(@Nullable String group, @Nullable String cursor) {
    return read("ListRuns", "", () -> page(cursor));
  }

  private <T> T read(String operation, String name, java.util.concurrent.Callable<T> answer) {
    return context.send(context.call(operation, name).repeatable().build(), answer);
  }

  private Page<RunStatus> page(@Nullable String after) {
    Map<String, Instant> rest = after == null ? created : created.tailMap(after, false);
    List<RunStatus> items = new ArrayList<>(PAGE);
    for (String name : rest.keySet()) {
      if (items.size() == PAGE) {
        return new Page<>(items, items.get(PAGE - 1).run().runName());
      }
      items.add(status(name));
    }
    return Page.last(items);
  }

  private RunStatus status(String name) {
    return RunStatus.of(ref(name), OperationState.RUNNING, "Running", "training")
        .withCreated(created.get(name));
  }

  private static RunRef ref(String name) {
    return new RunRef(name, name);
  }
}
