package dev.aloft.internal;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/** JSON text of plain Java values, names in the order of their maps. */
final class Json {
  static final JsonFactory WRITER =
      JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build();

  private Json() {}

  /**
   * Writes maps, collections, texts, numbers, booleans, enum constants and null.
   *
   * @throws IllegalArgumentException for any other value and for numbers that are not finite
   */
  static String write(@Nullable Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = WRITER.createGenerator(ObjectWriteContext.empty(), text)) {
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
    json.writeStartObject();
    map.forEach(
        (name, value) -> {
          json.writeName(String.valueOf(name));
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
