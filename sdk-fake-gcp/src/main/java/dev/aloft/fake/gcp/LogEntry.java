package dev.aloft.fake.gcp;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An entry of Cloud Logging.
 *
 * @param at when it was written
 * @param received when it can be found
 * @param number rises with each entry
 * @param resourceType such as {@code ml_job}
 * @param labels of the resource
 * @param severity such as {@code INFO}
 * @param log the name of its log, without the project's
 * @param message the line
 */
record LogEntry(
    Instant at,
    Instant received,
    long number,
    String resourceType,
    Map<String, String> labels,
    String severity,
    String log,
    String message) {
  private static final Map<String, String> OWN_LABELS =
      Map.of(
          "job_id", "ml.googleapis.com/job_id",
          "task_name", "ml.googleapis.com/task_name",
          "deployed_model_id", "deployed_model_id");
  private static final List<String> SEVERITIES =
      List.of(
          "DEFAULT",
          "DEBUG",
          "INFO",
          "NOTICE",
          "WARNING",
          "ERROR",
          "CRITICAL",
          "ALERT",
          "EMERGENCY");

  /** Rises with the number, also as text. */
  String insertId() {
    return String.format("%013x", number);
  }

  /** The project's id; empty where the resource has none. */
  String project() {
    return labels.getOrDefault("project_id", "");
  }

  /** The labels of the entry itself. */
  Map<String, String> ownLabels() {
    Map<String, String> own = new LinkedHashMap<>();
    OWN_LABELS.forEach(
        (label, name) -> {
          String value = labels.get(label);
          if (value != null) {
            own.put(name, value);
          }
        });
    return own;
  }

  /** Whether a text stands anywhere in it, whatever the case. */
  boolean says(String text) {
    String wanted = text.toLowerCase(Locale.ROOT);
    return Stream.concat(
            Stream.of(message, severity, logName(), resourceType), labels.values().stream())
        .anyMatch(one -> one.toLowerCase(Locale.ROOT).contains(wanted));
  }

  String logName() {
    return "projects/" + project() + "/logs/" + log;
  }

  /** What filters compare. */
  static final class Fields implements Filter.Fields<LogEntry> {
    private static final String RESOURCE_LABEL = "resource.labels.";
    private static final List<String> OTHERS = // what no entry here has
        List.of(
            "jsonPayload.",
            "protoPayload.",
            "httpRequest.",
            "operation.",
            "sourceLocation.",
            "trace",
            "spanId");
    private static final Map<String, Function<LogEntry, String>> KNOWN = known();

    private static Map<String, Function<LogEntry, String>> known() {
      Map<String, Function<LogEntry, String>> known = new LinkedHashMap<>();
      known.put("resource.type", LogEntry::resourceType);
      known.put("timestamp", entry -> entry.at().toString());
      known.put("receiveTimestamp", entry -> entry.received().toString());
      known.put("severity", LogEntry::severity);
      known.put("insertId", LogEntry::insertId);
      known.put("logName", LogEntry::logName);
      known.put("jsonPayload.message", LogEntry::message);
      known.put("textPayload", entry -> "");
      return Map.copyOf(known);
    }

    @Override
    public @Nullable Function<LogEntry, String> find(String name) {
      if (name.startsWith(RESOURCE_LABEL)) {
        String label = name.substring(RESOURCE_LABEL.length());
        return entry -> entry.labels().getOrDefault(label, "");
      }
      Function<LogEntry, String> known = KNOWN.get(name);
      return known == null && OTHERS.stream().anyMatch(name::startsWith) ? entry -> "" : known;
    }

    @Override
    public Predicate<LogEntry> text(String wanted) {
      return entry -> entry.says(wanted);
    }

    @Override
    public int compare(String own, String value) {
      int left = SEVERITIES.indexOf(own);
      int right = SEVERITIES.indexOf(value.toUpperCase(Locale.ROOT));
      return left < 0 || right < 0 ? own.compareToIgnoreCase(value) : Integer.compare(left, right);
    }

    @Override
    public boolean holds(String own, String text) {
      return own.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
    }

    @Override
    public Set<String> names() {
      return KNOWN.keySet();
    }
  }
}
