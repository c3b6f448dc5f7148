package dev.aloft.internal;

import dev.aloft.training.Metric;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Metrics as JSON objects. */
public final class MetricJson {
  private static final Logger LOG = LoggerFactory.getLogger(MetricJson.class);

  // Python's json module writes NaN and Infinity as bare words
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private MetricJson() {}

  /** One object on one line. */
  public static String write(Metric metric) {
    ObjectNode object = MAPPER.createObjectNode().put("name", metric.name());
    if (Double.isFinite(metric.value())) {
      object.put("value", metric.value());
    } else {
      object.put("value", Double.toString(metric.value()));
    }
    return metric.step() < 0 ? object.toString() : object.put("step", metric.step()).toString();
  }

  /** Reads one object; empty for anything else. */
  public static Optional<Metric> read(String line) {
    String text = line.strip();
    if (!text.startsWith("{") || !text.endsWith("}")) {
      return Optional.empty();
    }
    try {
      JsonNode object = MAPPER.readTree(text);
      String name = object.path("name").asString("");
      Optional<Double> value = value(object.path("value"));
      return name.isEmpty()
          ? Optional.empty()
          : value.map(number -> new Metric(name, number, object.path("step").asLong(-1)));
    } catch (JacksonException e) {
      LOG.debug("not a metric: {}", text, e);
      return Optional.empty();
    }
  }

  private static Optional<Double> value(JsonNode node) {
    if (node.isNumber()) {
      return Optional.of(node.doubleValue());
    }
    return switch (node.isString() ? node.stringValue() : "") {
      case "NaN" -> Optional.of(Double.NaN);
      case "Infinity" -> Optional.of(Double.POSITIVE_INFINITY);
      case "-Infinity" -> Optional.of(Double.NEGATIVE_INFINITY);
      default -> Optional.empty();
    };
  }
}
