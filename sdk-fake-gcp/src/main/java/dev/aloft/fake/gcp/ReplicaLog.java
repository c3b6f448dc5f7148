package dev.aloft.fake.gcp;

import dev.aloft.fake.work.ContainerLog;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a replica prints: entries of Cloud Logging, and its last words for the job's error.
 * Thread-safe.
 */
final class ReplicaLog implements ContainerLog {
  private static final int KEPT = 30;
  private static final int TOLD = 3;
  private static final String TRACE = "Traceback (most recent call last):";

  private final LogSink sink;
  private final String replica;
  private final Map<String, String> labels;
  private final Deque<String> lines = new ArrayDeque<>();
  private final Deque<String> errors = new ArrayDeque<>();

  ReplicaLog(Cloud cloud, String job, String replica) {
    this.sink = cloud.logs();
    this.replica = replica;
    this.labels =
        Map.of(
            "job_id", job.substring(job.lastIndexOf('/') + 1),
            "task_name", replica,
            "project_id", cloud.projects().id(job.split("/", 3)[1]));
  }

  /** Such as {@code workerpool0-0}. */
  String replica() {
    return replica;
  }

  @Override
  public void accept(String line) {
    write("INFO", lines, line);
  }

  @Override
  public Optional<Consumer<String>> errors() {
    return Optional.of(line -> write("ERROR", errors, line));
  }

  private void write(String severity, Deque<String> last, String line) {
    synchronized (this) {
      if (last.size() == KEPT) {
        last.removeFirst();
      }
      last.addLast(line);
    }
    sink.write("ml_job", labels, severity, line);
  }

  /** The end of what it said about its failure. */
  synchronized String lastWords() {
    List<String> said = List.copyOf(errors.isEmpty() ? lines : errors);
    List<String> end = said.subList(Math.max(0, said.size() - TOLD), said.size());
    boolean cut = said.contains(TRACE) && !end.contains(TRACE);
    return (cut ? TRACE + "\n  [...]\n" : "") + String.join("\n", end);
  }
}
