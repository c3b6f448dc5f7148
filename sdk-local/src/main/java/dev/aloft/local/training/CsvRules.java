package dev.aloft.local.training;

import dev.aloft.data.CsvFormat;
import dev.aloft.data.Data;
import dev.aloft.local.disk.Json;
import java.nio.charset.Charset;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The rules for reading an input, as JSON and back. */
final class CsvRules {
  private CsvRules() {}

  static ObjectNode write(CsvFormat format) {
    ObjectNode root = Json.object();
    root.put("header", format.hasHeader());
    format.label().ifPresent(label -> root.put("label", label));
    format.labelPosition().ifPresent(position -> root.put("labelPosition", position));
    root.put("separator", String.valueOf(format.separator()));
    root.put("quote", String.valueOf(format.quote()));
    root.set("missing", Json.of(format.missing()));
    root.set("categorical", Json.of(format.categorical()));
    root.set("ignored", Json.of(format.ignored()));
    root.put("charset", format.charset().name());
    return root;
  }

  static Data read(Path file, JsonNode root) {
    Data data = Data.csv(file);
    if (!root.path("header").asBoolean(true)) {
      data = data.noHeader();
    }
    if (root.path("label").isString()) {
      data = data.label(root.path("label").asString());
    } else if (root.path("labelPosition").isInt()) {
      data = data.label(root.path("labelPosition").asInt());
    }
    return data.separator(root.path("separator").asString(",").charAt(0))
        .quote(root.path("quote").asString("\"").charAt(0))
        .missing(texts(root.path("missing")))
        .categorical(texts(root.path("categorical")))
        .ignore(texts(root.path("ignored")))
        .charset(Charset.forName(root.path("charset").asString("UTF-8")));
  }

  private static String[] texts(JsonNode array) {
    return Json.list(array).toArray(String[]::new);
  }
}
