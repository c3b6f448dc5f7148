package dev.aloft.internal;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * The one JSON form that content hashes are made over: names sorted by code unit, no white space,
 * numbers as short as they read back, the same text on every Java version. Whole and broken numbers
 * stay apart ({@code 1} and {@code 1.0}); the Java types within each do not matter.
 */
public final class CanonicalJson {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build();

  private CanonicalJson() {}

  /**
   * Writes maps with text keys, collections, texts, numbers, booleans, enum constants and null.
   *
   * @throws IllegalArgumentException for any other value and for numbers that are not finite
   */
  public static String write(@Nullable Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      write(value, json);
    }
    return text.toString();
  }

  private static void write(@Nullable Object value, JsonGenerator json) {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Map<?, ?> map) {
      writeMap(map, json);
    } else if (value instanceof Collection<?> collection) {
      json.writeStartArray();
      collection.forEach(item -> write(item, json));
      json.writeEndArray();
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof Number number) {
      writeNumber(number, json);
    } else if (value instanceof CharSequence || value instanceof Enum<?>) {
      json.writeString(value.toString());
    } else {
      throw new IllegalArgumentException("no JSON for " + value.getClass().getName());
    }
  }

  private static void writeMap(Map<?, ?> map, JsonGenerator json) {
    Map<String, @Nullable Object> sorted = new TreeMap<>();
    map.forEach((name, value) -> sorted.put(String.valueOf(name), value));
    json.writeStartObject();
    sorted.forEach(
        (name, value) -> {
          json.writeName(name);
          write(value, json);
        });
    json.writeEndObject();
  }

  private static void writeNumber(Number number, JsonGenerator json) {
    if (number instanceof Float single) {
      checkFinite(single);
      json.writeNumber(single.floatValue());
    } else if (number instanceof Double broken) {
      checkFinite(broken);
      json.writeNumber(broken.doubleValue());
    } else if (number instanceof BigDecimal decimal) {
      writeDecimal(decimal, json);
    } else {
      json.writeNumber(new BigInteger(number.toString()));
    }
  }

  private static void checkFinite(double number) {
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException("no JSON for " + number);
    }
  }

  private static void writeDecimal(BigDecimal decimal, JsonGenerator json) {
    double nearest = decimal.doubleValue();
    if (Double.isFinite(nearest) && BigDecimal.valueOf(nearest).compareTo(decimal) == 0) {
      json.writeNumber(nearest);
    } else {
      json.writeNumber(decimal.stripTrailingZeros().toString());
    }
  }
}
