package dev.aloft.local.worker;

import dev.aloft.driver.MetricLine;
import dev.aloft.local.training.Progress;
import dev.aloft.local.training.RunDirectory;
import dev.aloft.training.Metric;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/** Tells of each round: to the log, to the file of metrics, and as progress. Not thread-safe. */
final class Reports implements Closeable {
  private static final long PROGRESS_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  private final RunDirectory run;
  private final Parameters parameters;
  private final BufferedWriter metrics;
  private long lastProgress = System.nanoTime() - PROGRESS_NANOS;

  Reports(RunDirectory run, Parameters parameters) throws IOException {
    this.run = run;
    this.parameters = parameters;
    this.metrics =
        Files.newBufferedWriter(
            run.metrics(),
            StandardCharsets.UTF_8,
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
  }

  void round(int number, Round round) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Metric metric : round.metrics()) {
      String json = MetricLine.write(metric);
      metrics.write(json + "\n");
      lines.append(MetricLine.MARK).append(json).append('\n');
    }
    metrics.flush();
    System.out.print(lines);
    System.out.flush();
    progress(number + 1);
  }

  private void progress(int done) throws IOException {
    long now = System.nanoTime();
    if (now - lastProgress >= PROGRESS_NANOS) {
      lastProgress = now;
      boolean mayStopEarly = parameters.patience() > 0;
      Double fraction = mayStopEarly ? null : (double) done / parameters.rounds();
      new Progress("round " + done + " of " + parameters.rounds(), fraction).write(run);
    }
  }

  @Override
  public void close() throws IOException {
    metrics.close();
  }
}
