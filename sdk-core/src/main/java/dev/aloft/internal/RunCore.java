package dev.aloft.internal;

import dev.aloft.driver.LogLine;
import dev.aloft.driver.Outputs;
import dev.aloft.model.Model;
import dev.aloft.training.Metrics;
import java.util.stream.Stream;

/** One run as an operation. */
public final class RunCore extends OperationCore<Model> {

  /** The run's name. */
  public String runName() {
    return Pending.here();
  }

  /** The group. */
  public String group() {
    return Pending.here();
  }

  /** The machine. */
  public String machine() {
    return Pending.here();
  }

  /** The log so far. */
  public Stream<LogLine> logs() {
    return Pending.here();
  }

  /** Waits and prints. */
  public Model awaitWithLogs(Appendable out) {
    return Pending.here();
  }

  /** The metrics so far. */
  public Metrics metrics() {
    return Pending.here();
  }

  /** The outputs. */
  public Outputs outputs() {
    return Pending.here();
  }

  @Override
  public void cancel() {
    Pending.here();
  }
}
