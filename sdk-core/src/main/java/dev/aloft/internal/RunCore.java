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
    throw new UnsupportedOperationException();
  }

  /** The group. */
  public String group() {
    throw new UnsupportedOperationException();
  }

  /** The machine. */
  public String machine() {
    throw new UnsupportedOperationException();
  }

  /** The log so far. */
  public Stream<LogLine> logs() {
    throw new UnsupportedOperationException();
  }

  /** Waits and prints. */
  public Model awaitWithLogs(Appendable out) {
    throw new UnsupportedOperationException();
  }

  /** The metrics so far. */
  public Metrics metrics() {
    throw new UnsupportedOperationException();
  }

  /** The outputs. */
  public Outputs outputs() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void cancel() {
    throw new UnsupportedOperationException();
  }
}
