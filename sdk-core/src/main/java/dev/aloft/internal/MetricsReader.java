package dev.aloft.internal;

import static java.util.stream.Collectors.toSet;

import dev.aloft.driver.LogLine;
import dev.aloft.driver.MetricLine;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Outputs;
import dev.aloft.driver.RunRef;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.training.Metric;
import dev.aloft.training.Metrics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The metrics of a run: from its file of JSON lines, or as long as there is none from the marked
 * lines of its log; what only the service knows comes last. Of two values of a metric for one step
 * the newer counts, since a run that was interrupted reports some steps twice. Holds at most so
 * many values as it gives.
 */
final class MetricsReader {
  static final int MOST = 100_000;

  private final Map<Object, Metric> values = new LinkedHashMap<>();

  private MetricsReader() {}

  static Metrics read(RunHost host, RunRef run, Outputs outputs) {
    MetricsReader reader = new MetricsReader();
    String file = outputs.uris().get("metrics");
    if (file == null || !reader.readFile(host, file)) {
      reader.readLog(host, run);
    }
    reader.addMissing(host.drive(() -> host.driver().metrics(run)));
    return new Metrics(List.copyOf(reader.values.values()));
  }

  /** Reads the file; false when it is not there. */
  private boolean readFile(RunHost host, String uri) {
    int slash = uri.lastIndexOf('/');
    ObjectStore store = host.store(uri.substring(0, slash));
    return host.drive(() -> readObject(store, uri.substring(slash + 1)));
  }

  private boolean readObject(ObjectStore store, String key) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(store.get(key, 0, -1), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        MetricLine.read(line).ifPresent(this::add);
      }
      return true;
    } catch (AloftException e) {
      if (e.code() == ErrorCode.NOT_FOUND) {
        return false;
      }
      throw e;
    } catch (IOException e) {
      throw AloftException.of(ErrorCode.UNAVAILABLE, "the metrics cannot be read")
          .resource(store.uri(key))
          .cause(e)
          .build();
    }
  }

  private void readLog(RunHost host, RunRef run) {
    try (Stream<LogLine> lines =
        new LogReader(cursor -> host.drive(() -> host.driver().logs(run, cursor))).stream()) {
      lines
          .map(line -> MetricLine.readMarked(line.text()))
          .flatMap(Optional::stream)
          .forEach(this::add);
    }
  }

  private void addMissing(List<Metric> found) {
    Set<String> known = values.values().stream().map(Metric::name).collect(toSet());
    found.stream().filter(metric -> !known.contains(metric.name())).forEach(this::add);
  }

  private void add(Metric metric) {
    Object key = metric.step() < 0 ? new Object() : List.of(metric.name(), metric.step());
    values.put(key, metric);
    if (values.size() > MOST) {
      Iterator<?> oldest = values.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }
}
