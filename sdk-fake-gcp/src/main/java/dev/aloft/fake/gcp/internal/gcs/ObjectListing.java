package dev.aloft.fake.gcp.internal.gcs;

import dev.aloft.fake.store.KeyOrder;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A page of the objects of a bucket. */
final class ObjectListing {
  private final String base;
  private final Bucket bucket;
  private final String prefix;
  private final String delimiter;
  private final String start;
  private final String end;
  private final String after;
  private final boolean withPlaces;
  private final int most;

  ObjectListing(Call call, Bucket bucket) {
    Params params = call.params();
    this.base = call.base();
    this.bucket = bucket;
    this.prefix = params.text("prefix");
    this.delimiter = params.text("delimiter");
    this.start = params.text("startOffset");
    this.end = params.text("endOffset");
    this.after = PageToken.read(params.text("pageToken"));
    this.withPlaces = params.isTrue("includeTrailingDelimiter");
    this.most = params.pageSize();
    if (params.has("matchGlob")) {
      throw GcsFailure.notServed("A list with matchGlob");
    }
    if (params.isTrue("softDeleted")) {
      throw GcsFailure.notServed("A list with softDeleted");
    }
  }

  ObjectNode page() throws IOException {
    NavigableMap<String, StoredObject> all = bucket.objects(prefix);
    ObjectNode page = Bucket.JSON.createObjectNode().put("kind", "storage#objects");
    ArrayNode items = Bucket.JSON.createArrayNode();
    ArrayNode prefixes = Bucket.JSON.createArrayNode();
    String last = "";
    Map.Entry<String, StoredObject> next = first(all);
    while (next != null && isBeforeEnd(next.getKey())) {
      if (items.size() + prefixes.size() >= most) {
        page.put("nextPageToken", PageToken.write(last));
        break;
      }
      String name = next.getKey();
      String group = group(name);
      if (group == null) {
        items.add(Resources.object(base, bucket.name(), next.getValue()));
        last = name;
        next = all.higherEntry(name);
      } else {
        prefixes.add(group);
        if (withPlaces && all.containsKey(group)) {
          items.add(Resources.object(base, bucket.name(), all.get(group)));
        }
        last = group;
        next = afterGroup(all, group);
      }
    }
    if (!items.isEmpty()) {
      page.set("items", items);
    }
    if (!prefixes.isEmpty()) {
      page.set("prefixes", prefixes);
    }
    return page;
  }

  private Map.@Nullable Entry<String, StoredObject> first(NavigableMap<String, StoredObject> all) {
    if (!after.isEmpty()) {
      String group = group(after);
      return group == null ? all.higherEntry(after) : afterGroup(all, group);
    }
    return all.ceilingEntry(KeyOrder.BYTES.compare(start, prefix) > 0 ? start : prefix);
  }

  private static Map.@Nullable Entry<String, StoredObject> afterGroup(
      NavigableMap<String, StoredObject> all, String group) {
    String end = KeyOrder.after(group);
    return end == null ? null : all.ceilingEntry(end);
  }

  private boolean isBeforeEnd(String name) {
    return end.isEmpty() || KeyOrder.BYTES.compare(name, end) < 0;
  }

  /** The directory below the prefix that a name is in; null when it is in none. */
  private @Nullable String group(String name) {
    int at = delimiter.isEmpty() ? -1 : name.indexOf(delimiter, prefix.length());
    return at < 0 ? null : name.substring(0, at + delimiter.length());
  }
}
