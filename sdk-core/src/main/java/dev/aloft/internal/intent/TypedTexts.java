package dev.aloft.internal.intent;

import dev.aloft.ProviderOption;
import dev.aloft.ProviderOptions;
import dev.aloft.data.Row;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Values of provider options and cells of rows, as JSON that keeps their types. */
final class TypedTexts {
  private static final Map<String, Kind<?>> KINDS = new LinkedHashMap<>();

  static {
    kind(String.class, "text", Function.identity());
    kind(Boolean.class, "boolean", Boolean::valueOf);
    kind(Integer.class, "int", Integer::valueOf);
    kind(Long.class, "long", Long::valueOf);
    kind(Float.class, "float", Float::valueOf);
    kind(Double.class, "double", Double::valueOf);
    kind(BigDecimal.class, "decimal", BigDecimal::new);
    kind(Duration.class, "duration", Duration::parse);
    kind(URI.class, "uri", URI::create);
  }

  private TypedTexts() {}

  private static <T> void kind(Class<T> type, String word, Function<String, T> read) {
    KINDS.put(word, new Kind<>(word, type, read));
  }

  /** The options in order of their names. */
  static List<Map<String, Object>> write(ProviderOptions options) {
    return options.all().entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey().toString()))
        .map(entry -> write(entry.getKey(), entry.getValue(), options.isRequired(entry.getKey())))
        .toList();
  }

  private static Map<String, Object> write(
      ProviderOption<?> option, Object value, boolean required) {
    Kind<?> kind =
        KINDS.values().stream()
            .filter(any -> any.type().equals(option.type()))
            .findFirst()
            .orElseThrow(() -> notKept(option));
    return Map.of(
        "provider", option.provider(),
        "name", option.name(),
        "type", kind.word(),
        "value", value.toString(),
        "required", required);
  }

  static ProviderOptions readOptions(JsonNode array) {
    ProviderOptions options = ProviderOptions.none();
    for (JsonNode node : array) {
      options = with(options, kind(node), node);
    }
    return options;
  }

  private static <T> ProviderOptions with(ProviderOptions options, Kind<T> kind, JsonNode node) {
    ProviderOption<T> option =
        ProviderOption.of(
            node.required("provider").stringValue(),
            node.required("name").stringValue(),
            kind.type());
    T value = kind.read().apply(node.required("value").stringValue());
    return node.path("required").asBoolean(false)
        ? options.withRequired(option, value)
        : options.with(option, value);
  }

  /** Names and cells; null for no row. */
  static @Nullable Map<String, Object> write(@Nullable Row row) {
    if (row == null) {
      return null;
    }
    List<@Nullable Object> cells = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      cells.add(cell(row.cell(i)));
    }
    Map<String, Object> map = new LinkedHashMap<>();
    row.names().ifPresent(names -> map.put("names", names));
    map.put("cells", cells);
    return map;
  }

  private static @Nullable Object cell(@Nullable Object cell) {
    if (cell == null || cell instanceof String || cell instanceof Boolean) {
      return cell;
    }
    boolean finite = cell instanceof Double broken && Double.isFinite(broken);
    boolean plain = finite || cell instanceof Integer;
    String word =
        KINDS.values().stream()
            .filter(any -> any.type().isInstance(cell))
            .findFirst()
            .map(Kind::word)
            .orElse("decimal");
    return plain ? cell : Map.of("type", word, "value", cell.toString());
  }

  static @Nullable Row readRow(JsonNode node) {
    if (!node.isObject()) {
      return null;
    }
    List<@Nullable Object> cells = new ArrayList<>();
    for (JsonNode cell : node.required("cells")) {
      cells.add(
          cell.isObject()
              ? kind(cell).read().apply(cell.required("value").stringValue())
              : PlainJson.plain(cell));
    }
    if (!node.has("names")) {
      return Row.of(cells.toArray());
    }
    Map<String, @Nullable Object> byName = new LinkedHashMap<>();
    for (int i = 0; i < cells.size(); i++) {
      byName.put(node.path("names").get(i).stringValue(), cells.get(i));
    }
    return Row.of(byName);
  }

  private static Kind<?> kind(JsonNode node) {
    String word = node.required("type").stringValue();
    Kind<?> kind = KINDS.get(word);
    if (kind == null) {
      throw new IllegalArgumentException("no type is called \"" + word + "\"");
    }
    return kind;
  }

  private static AloftException notKept(ProviderOption<?> option) {
    return AloftException.of(
            ErrorCode.INVALID_REQUEST,
            "the option "
                + option
                + " holds a "
                + option.type().getSimpleName()
                + ", which a wish cannot keep; it may be one of "
                + KINDS.keySet())
        .effect(Effect.NONE)
        .build();
  }

  private record Kind<T>(String word, Class<T> type, Function<String, T> read) {}
}
