package dev.aloft.training;

import dev.aloft.RichView;
import dev.aloft.driver.LogLine;
import dev.aloft.driver.Outputs;
import dev.aloft.internal.Handles;
import dev.aloft.internal.RunCore;
import dev.aloft.internal.Views;
import dev.aloft.model.Model;
import dev.aloft.operation.Operation;
import dev.aloft.operation.OperationId;
import dev.aloft.operation.OperationListener;
import dev.aloft.operation.OperationStatus;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * A run at the provider: accepted, on its way or ended. A handle found by name in another process
 * is as good as the first one. Thread-safe.
 */
public final class TrainingRun implements Operation<Model>, RichView {
  static {
    Handles.trainingRuns(TrainingRun::new);
  }

  private final RunCore core;

  private TrainingRun(RunCore core) {
    this.core = core;
  }

  /** The run's portable name, such as {@code tumours-7f3k2m9q}. */
  public String name() {
    return core.runName();
  }

  /** The group: the name of the job. */
  public String group() {
    return core.group();
  }

  /**
   * The machine type that it runs on and why, as far as was seen; may be empty. Never calls out.
   */
  public String machine() {
    return core.machine();
  }

  /** What it has printed so far, oldest first, read piece by piece as the stream is consumed. */
  public Stream<LogLine> logs() {
    return core.logs();
  }

  /**
   * Waits for the end and writes log lines as they come.
   *
   * @param out gets whole lines; what it throws ends the writing, not the wait
   */
  public Model awaitWithLogs(Appendable out) {
    return core.awaitWithLogs(out);
  }

  /** The metrics that the work has reported so far. */
  public Metrics metrics() {
    return core.metrics();
  }

  /** What exists of the outputs, in any state. */
  public Outputs outputs() {
    return core.outputs();
  }

  @Override
  public OperationId id() {
    return core.id();
  }

  @Override
  public OperationStatus status() {
    return core.status();
  }

  @Override
  public OperationStatus refresh() {
    return core.refresh();
  }

  @Override
  public Model await() {
    return core.await();
  }

  @Override
  public Model await(Duration limit) {
    return core.await(limit);
  }

  @Override
  public CompletableFuture<Model> toFuture() {
    return core.toFuture();
  }

  @Override
  public AutoCloseable onStatus(OperationListener listener) {
    return core.onStatus(listener);
  }

  @Override
  public void cancel() {
    core.cancel();
  }

  @Override
  public Map<String, String> mimeBundle() {
    return Views.operation("training run", id(), status());
  }

  /** The name and what was last seen, without a look. */
  @Override
  public String toString() {
    return name() + " " + Views.seen(status());
  }
}
