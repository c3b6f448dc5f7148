package dev.aloft.internal;

import dev.aloft.data.Column;
import dev.aloft.data.DataType;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.model.ModelFormat;
import dev.aloft.model.ModelManifest;
import dev.aloft.model.Signature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code aloft-model.json}, both ways. Unknown fields are ignored, so that it may grow. */
public final class ManifestJson {
  private ManifestJson() {}

  /** The document. */
  public static String write(ModelManifest manifest) {
    ObjectNode root = JsonTree.object();
    root.put("format", manifest.format().name());
    root.put("frameworkVersion", manifest.frameworkVersion());
    ObjectNode signature = root.putObject("signature");
    columns(signature.putArray("inputs"), manifest.signature().inputs());
    columns(signature.putArray("outputs"), manifest.signature().outputs());
    manifest.trainedBy().ifPresent(run -> root.put("run", run));
    ObjectNode files = root.putObject("files");
    manifest.files().forEach(files::put);
    ObjectNode properties = root.putObject("properties");
    manifest.properties().forEach(properties::put);
    return JsonTree.write(root);
  }

  private static void columns(ArrayNode array, List<Column> columns) {
    for (Column column : columns) {
      array.addObject().put("name", column.name()).put("type", column.type().name());
    }
  }

  /** The manifest. */
  public static ModelManifest parse(String json) {
    try {
      JsonNode root = JsonTree.read(json);
      if (!root.path("format").isString()) {
        throw corrupted("it has no \"format\"", null);
      }
      JsonNode signature = root.path("signature");
      return new ModelManifest(
          ModelFormat.of(root.path("format").stringValue()),
          root.path("frameworkVersion").asString(""),
          new Signature(columns(signature.path("inputs")), columns(signature.path("outputs"))),
          root.path("run").isString() ? root.path("run").stringValue() : null,
          texts(root.path("files")),
          texts(root.path("properties")));
    } catch (JacksonException | IllegalArgumentException e) {
      throw corrupted(String.valueOf(e.getMessage()), e);
    }
  }

  private static List<Column> columns(JsonNode array) {
    List<Column> columns = new ArrayList<>();
    for (JsonNode node : array) {
      columns.add(
          new Column(
              node.path("name").asString(""), DataType.valueOf(node.path("type").asString(""))));
    }
    return columns;
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new LinkedHashMap<>();
    object.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asString("")));
    return texts;
  }

  private static AloftException corrupted(
      String why, @org.jspecify.annotations.Nullable Throwable cause) {
    return AloftException.of(
            ErrorCode.DATA_CORRUPTED, ModelManifest.FILE + " cannot be read: " + why)
        .cause(cause)
        .build();
  }
}
