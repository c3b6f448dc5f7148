package dev.aloft.fake.aws;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.databind.JsonNode;

/**
 * The values of each metric, read from the lines of a job's log; the last are kept. Thread-safe.
 */
final class JobMetrics {
  private final List<Definition> definitions;
  private final Sink sink;
  private final Map<String, Job.Metric> last = new LinkedHashMap<>();

  private record Definition(String name, Pattern pattern) {}

  /** Takes each value. */
  interface Sink {
    void take(String name, double value, Instant time);
  }

  /** Of the definitions of a request, which were checked. */
  JobMetrics(JsonNode nodes, Sink sink) {
    this.sink = sink;
    definitions = new ArrayList<>();
    for (JsonNode node : nodes) {
      Pattern pattern = Pattern.compile(node.path("Regex").asString());
      definitions.add(new Definition(node.path("Name").asString(), pattern));
    }
  }

  /** Refuses expressions that are none. */
  static void check(JsonNode nodes) {
    for (JsonNode node : nodes) {
      String regex = node.path("Regex").asString();
      try {
        Pattern.compile(regex);
      } catch (PatternSyntaxException e) {
        throw AwsFailure.validation("Invalid MetricDefinition regex: " + regex);
      }
    }
  }

  /** Reads a line. */
  void line(String text, Instant time) {
    if (definitions.isEmpty()) {
      return;
    }
    String written = text.replace("\t", "#011"); // as the lines of containers reach CloudWatch
    for (Definition definition : definitions) {
      Matcher matcher = definition.pattern().matcher(text);
      if (!matcher.find()) {
        matcher = definition.pattern().matcher(written);
        if (!matcher.find()) {
          continue;
        }
      }
      record(definition.name(), matcher.group(Math.min(1, matcher.groupCount())), time);
    }
  }

  private synchronized void record(String name, String value, Instant time) {
    try {
      double number = Double.parseDouble(value);
      last.put(name, new Job.Metric(number, time));
      sink.take(name, number, time);
    } catch (NumberFormatException | NullPointerException e) {
      return; // a line that fits by chance
    }
  }

  /** The last values, by name. */
  synchronized Map<String, Job.Metric> last() {
    return new LinkedHashMap<>(last);
  }
}
