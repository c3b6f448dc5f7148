package dev.aloft.fake.aws;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A training job: what was asked for, and what has come of it. Kept for ever, and small for that.
 * Guarded by the clock's monitor.
 */
final class Job implements Resource {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final String name;
  private final String arn;
  private final Instant created;
  private final List<Transition> transitions = new ArrayList<>(6);
  private Map<String, Metric> metrics = Map.of();
  private byte[] request;
  private Instant modified;
  private String status = "InProgress";
  private String secondary = "Starting";
  private @Nullable JobRun run;
  private @Nullable WarmPool pool;
  private @Nullable Instant started;
  private @Nullable Instant ended;
  private @Nullable String failure;
  private long billableMillis;

  Job(ObjectNode input, String arn, Instant created) {
    this.name = input.path("TrainingJobName").asString();
    this.arn = arn;
    this.created = created;
    this.modified = created;
    this.request = input.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** A stretch of the job's life. */
  record Transition(String status, Instant start, String message) {}

  /** The last value of a metric. */
  record Metric(double value, Instant time) {}

  @Override
  public String name() {
    return name;
  }

  @Override
  public Instant created() {
    return created;
  }

  @Override
  public Instant modified() {
    return modified;
  }

  @Override
  public String status() {
    return status;
  }

  String arn() {
    return arn;
  }

  String secondary() {
    return secondary;
  }

  boolean isTerminal() {
    return switch (status) {
      case "Completed", "Failed", "Stopped" -> true;
      default -> false;
    };
  }

  /** What was asked for, as a copy of its own. */
  ObjectNode input() {
    return (ObjectNode) MAPPER.readTree(request);
  }

  /** Changes what was asked for. */
  void input(ObjectNode changed, Instant now) {
    request = changed.toString().getBytes(StandardCharsets.UTF_8);
    modified = now;
  }

  /** Goes on to another pair of states. */
  void turn(String newStatus, String newSecondary, String message, Instant now) {
    status = newStatus;
    secondary = newSecondary;
    modified = now;
    transitions.add(new Transition(newSecondary, now, message));
  }

  /** Says something else about the same pair of states. */
  void say(String message) {
    Transition last = transitions.remove(transitions.size() - 1);
    transitions.add(new Transition(last.status(), last.start(), message));
  }

  /** Holds its name no longer than its deletion lasts. */
  void deleting(Instant now) {
    status = "Deleting";
    modified = now;
  }

  List<Transition> transitions() {
    return transitions;
  }

  /** What runs it; null once it has ended. */
  @Nullable JobRun run() {
    return run;
  }

  void run(@Nullable JobRun running) {
    run = running;
  }

  @Nullable WarmPool pool() {
    return pool;
  }

  void pool(@Nullable WarmPool kept) {
    pool = kept;
  }

  /** When it got its machines; null before that. */
  @Nullable Instant started() {
    return started;
  }

  void started(Instant time) {
    started = started == null ? time : started;
  }

  /** When it gave its machines back; null before that. */
  @Nullable Instant ended() {
    return ended;
  }

  void ended(Instant time) {
    ended = time;
  }

  @Nullable String failure() {
    return failure;
  }

  void failure(@Nullable String reason) {
    failure = reason;
  }

  long billableMillis() {
    return billableMillis;
  }

  void bill(long millis) {
    billableMillis += millis;
  }

  Map<String, Metric> metrics() {
    return metrics;
  }

  void metrics(Map<String, Metric> last) {
    metrics = last.isEmpty() ? Map.of() : new LinkedHashMap<>(last);
  }
}
