package dev.aloft.fake.aws;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One shape of a service model. Immutable.
 *
 * @param type such as {@code structure}, {@code string}, {@code list}
 * @param members names of a structure's members and of their shapes
 * @param required names of the members that must be there
 * @param min the least length, size or value; null when there is none
 * @param max the largest; null when there is none
 * @param pattern what a text must match; null when it may be anything
 * @param allowed the values of an enum; empty when it is none
 * @param element the shape of a list's elements or of a map's values; null when it has none
 * @param key the shape of a map's keys; null when it is no map
 */
record Shape(
    String type,
    Map<String, String> members,
    Set<String> required,
    @Nullable Double min,
    @Nullable Double max,
    @Nullable Pattern pattern,
    Set<String> allowed,
    @Nullable String element,
    @Nullable String key) {

  static Shape of(JsonNode shape, Set<String> additions) {
    Map<String, String> members = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> member : shape.path("members").properties()) {
      members.put(member.getKey(), member.getValue().path("shape").asString());
    }
    Set<String> required = new LinkedHashSet<>();
    shape.path("required").forEach(name -> required.add(name.asString()));
    Set<String> allowed = new LinkedHashSet<>();
    shape.path("enum").forEach(value -> allowed.add(value.asString()));
    if (!allowed.isEmpty()) {
      allowed.addAll(additions);
    }
    return new Shape(
        shape.path("type").asString(),
        members,
        required,
        number(shape.get("min")),
        number(shape.get("max")),
        shape.has("pattern") ? Pattern.compile(shape.path("pattern").asString()) : null,
        allowed,
        reference(shape.has("member") ? shape.path("member") : shape.path("value")),
        reference(shape.path("key")));
  }

  private static @Nullable Double number(@Nullable JsonNode node) {
    return node == null ? null : node.asDouble();
  }

  private static @Nullable String reference(JsonNode node) {
    return node.has("shape") ? node.path("shape").asString() : null;
  }
}
