package dev.aloft.internal.codec;

import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * Reads and writes JSON bodies token by token. Python's bare {@code NaN} and {@code Infinity} are
 * read, and never written. Depth, names, texts and numbers are bounded; a name may stand only once
 * in its object.
 */
final class JsonBody {
  private static final Pattern HIDDEN_PLACE =
      Pattern.compile("\\s*(?:\\([^()]*)?\\[Source: [^\\]]*\\]\\)?");
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(32)
                  .maxNameLength(1_000)
                  .maxNumberLength(1_000)
                  .maxStringLength(1_000_000)
                  .build())
          .build();

  private JsonBody() {}

  static byte[] write(Consumer<JsonGenerator> body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json =
        FACTORY.createGenerator(ObjectWriteContext.empty(), bytes, JsonEncoding.UTF8)) {
      body.accept(json);
    } catch (JacksonException e) {
      throw invalid("a text cannot be written as JSON: " + e.getOriginalMessage());
    }
    return bytes.toByteArray();
  }

  /** Reads the array that starts at an offset once more. */
  static void reread(byte[] body, long offset, Consumer<JsonParser> reader) {
    int from = Math.toIntExact(offset);
    try (JsonParser json =
        FACTORY.createParser(ObjectReadContext.empty(), body, from, body.length - from)) {
      json.nextToken();
      reader.accept(json);
    }
  }

  static <T> T readRequest(byte[] body, Function<JsonParser, T> reader) {
    return read(body, ErrorCode.INVALID_REQUEST, "the request", reader);
  }

  static <T> T readReply(byte[] body, Function<JsonParser, T> reader) {
    try {
      return read(body, ErrorCode.DATA_CORRUPTED, "the answer", reader);
    } catch (AloftException e) {
      throw e.code() == ErrorCode.INVALID_REQUEST ? corrupted(e.summary()) : e;
    }
  }

  static AloftException corrupted(String message) {
    return AloftException.of(ErrorCode.DATA_CORRUPTED, message).effect(Effect.DONE).build();
  }

  private static <T> T read(
      byte[] body, ErrorCode code, String what, Function<JsonParser, T> reader) {
    try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), body)) {
      json.nextToken();
      T value = reader.apply(json);
      if (json.nextToken() != null) {
        throw unexpected(json, "the end");
      }
      return value;
    } catch (JacksonException e) {
      throw AloftException.of(
              code, what + " is not valid JSON: " + problem(e) + place(e.getLocation()))
          .effect(code == ErrorCode.DATA_CORRUPTED ? Effect.DONE : Effect.NONE)
          .build();
    }
  }

  /** What the parser says, without a place of which it only says that it is hidden. */
  private static String problem(JacksonException e) {
    return HIDDEN_PLACE.matcher(e.getOriginalMessage()).replaceAll("");
  }

  private static String place(@Nullable TokenStreamLocation location) {
    return location == null || location.getLineNr() < 0
        ? ""
        : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
  }

  /** What goes on with each name of the object that starts here; stops after its end. */
  static void eachName(JsonParser json, Consumer<String> reader) {
    expect(json, JsonToken.START_OBJECT, "an object");
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      reader.accept(name);
    }
  }

  /** What goes on with each item of the array that starts here; stops after its end. */
  static void eachItem(JsonParser json, Runnable reader) {
    expect(json, JsonToken.START_ARRAY, "an array");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      reader.run();
    }
  }

  static String text(JsonParser json) {
    expect(json, JsonToken.VALUE_STRING, "text");
    return json.getString();
  }

  static void expect(JsonParser json, JsonToken token, String wanted) {
    if (json.currentToken() != token) {
      throw unexpected(json, wanted);
    }
  }

  static AloftException unexpected(JsonParser json, String wanted) {
    String found =
        json.currentToken() == null ? "the end" : json.currentToken().name().replace('_', ' ');
    return invalid(
        wanted
            + " is wanted at "
            + json.streamReadContext().pathAsPointer()
            + place(json.currentTokenLocation())
            + ", not "
            + found);
  }

  static AloftException invalid(String message) {
    return AloftException.of(ErrorCode.INVALID_REQUEST, message).build();
  }

  /** A small value as plain Java: parameters, never rows. */
  static @Nullable Object plain(JsonParser json) {
    JsonToken token = json.currentToken();
    if (token == JsonToken.START_OBJECT) {
      return parameters(json);
    }
    if (token == JsonToken.START_ARRAY) {
      List<@Nullable Object> items = new ArrayList<>();
      eachItem(json, () -> items.add(plain(json)));
      return items;
    }
    if (token == JsonToken.VALUE_STRING) {
      return json.getString();
    }
    if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
      return json.getNumberValue();
    }
    return token == JsonToken.VALUE_NULL ? null : json.getBooleanValue();
  }

  /** The object that starts here; names whose value is null are left out. */
  static Map<String, Object> parameters(JsonParser json) {
    Map<String, Object> values = new LinkedHashMap<>();
    eachName(
        json,
        name -> {
          Object value = plain(json);
          if (value != null) {
            values.put(name, value);
          }
        });
    return values;
  }
}
