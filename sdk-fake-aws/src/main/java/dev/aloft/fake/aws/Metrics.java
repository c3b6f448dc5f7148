package dev.aloft.fake.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** CloudWatch's metrics, by the minute. Thread-safe. */
final class Metrics {
  private static final int MOST_POINTS = 1440;

  private final Map<Series, TreeMap<Instant, Points>> series = new HashMap<>();

  private record Series(String namespace, String name, Map<String, String> dimensions) {}

  /** What was measured in a stretch of time. */
  private record Points(int count, double sum, double least, double most) {
    Points plus(Points other) {
      return new Points(
          count + other.count,
          sum + other.sum,
          Math.min(least, other.least),
          Math.max(most, other.most));
    }
  }

  /** Takes a value. */
  synchronized void put(
      String namespace, String name, Map<String, String> dimensions, Instant at, double value) {
    series
        .computeIfAbsent(
            new Series(namespace, name, Map.copyOf(dimensions)), fresh -> new TreeMap<>())
        .merge(begin(at, Duration.ofMinutes(1)), new Points(1, value, value, value), Points::plus);
  }

  /** Serves the operations. */
  void serve(JsonService cloudwatch) {
    cloudwatch.on("GetMetricStatistics", (input, caller) -> statistics(input));
  }

  private ObjectNode statistics(ObjectNode input) {
    Duration period = Duration.ofSeconds(input.path("Period").asLong(60));
    if (period.isZero() || period.isNegative() || period.toSeconds() % 60 != 0) {
      throw new AwsFailure(
          400, "InvalidParameterValue", "The parameter Period must be a multiple of 60.");
    }
    Instant from = Epoch.time(input.path("StartTime"));
    Instant to = Epoch.time(input.path("EndTime"));
    if (!from.isBefore(to)) {
      throw new AwsFailure(
          400,
          "InvalidParameterValue",
          "The parameter StartTime must be less than the parameter EndTime.");
    }
    Map<Instant, Points> found = points(input, from, to, period);
    if (found.size() > MOST_POINTS) {
      throw new AwsFailure(
          400,
          "InvalidParameterCombination",
          "You have requested up to "
              + found.size()
              + " datapoints, which exceeds the limit of 1,440.");
    }
    ObjectNode answer = JsonAnswers.message();
    answer.put("Label", input.path("MetricName").asString());
    ArrayNode datapoints = answer.putArray("Datapoints");
    found.forEach(
        (at, points) -> {
          ObjectNode point = datapoints.addObject();
          point.set("Timestamp", Epoch.seconds(at));
          point.put("Unit", "None");
          input.path("Statistics").forEach(wanted -> statistic(point, wanted.asString(), points));
        });
    return answer;
  }

  private synchronized Map<Instant, Points> points(
      ObjectNode input, Instant from, Instant to, Duration period) {
    Map<String, String> dimensions = new HashMap<>();
    for (JsonNode dimension : input.path("Dimensions")) {
      dimensions.put(dimension.path("Name").asString(), dimension.path("Value").asString());
    }
    Series asked =
        new Series(
            input.path("Namespace").asString(), input.path("MetricName").asString(), dimensions);
    Map<Instant, Points> found = new TreeMap<>();
    series
        .getOrDefault(asked, new TreeMap<>())
        .subMap(begin(from, Duration.ofMinutes(1)), to)
        .forEach((at, points) -> found.merge(begin(at, period), points, Points::plus));
    return found;
  }

  private static void statistic(ObjectNode point, String name, Points points) {
    switch (name) {
      case "Average" -> point.put(name, points.sum() / points.count());
      case "Sum" -> point.put(name, points.sum());
      case "Minimum" -> point.put(name, points.least());
      case "Maximum" -> point.put(name, points.most());
      case "SampleCount" -> point.put(name, (double) points.count());
      default ->
          throw new AwsFailure(
              400,
              "InvalidParameterValue",
              "The parameter Statistics.member.1 must be a value in the set [ SampleCount, Average,"
                  + " Sum, Minimum, Maximum ].");
    }
  }

  private static Instant begin(Instant time, Duration period) {
    long seconds = period.toSeconds();
    return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), seconds) * seconds);
  }
}
