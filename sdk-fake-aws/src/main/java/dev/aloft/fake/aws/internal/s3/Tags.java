package dev.aloft.fake.aws.internal.s3;

import dev.aloft.fake.Answer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The tags of objects. */
final class Tags {
  private static final int MOST = 10;

  private final Buckets buckets;

  Tags(Buckets buckets) {
    this.buckets = buckets;
  }

  /** Reads the tags of a header, which has the form of a query. */
  static Map<String, String> ofHeader(@Nullable String header) {
    Map<String, String> tags = header == null ? Map.of() : Query.of(header).all();
    check(tags);
    return tags;
  }

  private static void check(Map<String, String> tags) {
    if (tags.size() > MOST) {
      throw new S3Failure(400, "BadRequest", "Object tags cannot be greater than 10");
    }
    tags.forEach(
        (key, value) -> {
          if (key.isEmpty() || key.length() > 128) {
            throw new S3Failure(400, "InvalidTag", "The TagKey you have provided is invalid")
                .with("TagKey", key);
          }
          if (value.length() > 256) {
            throw new S3Failure(400, "InvalidTag", "The TagValue you have provided is invalid")
                .with("TagKey", key)
                .with("TagValue", value);
          }
        });
  }

  Answer get(Call call) {
    Map<String, String> tags = new TreeMap<>(buckets.of(call).get(call.key()).tags());
    return XmlOut.answer(
        "Tagging",
        xml ->
            xml.element(
                "TagSet",
                set ->
                    tags.forEach(
                        (key, value) ->
                            set.element("Tag", tag -> tag.text("Key", key).text("Value", value)))));
  }

  Answer put(Call call) throws IOException {
    Bucket bucket = buckets.of(call);
    bucket.get(call.key());
    Map<String, String> tags = new LinkedHashMap<>();
    for (XmlIn set : XmlIn.read(Payload.small(call), "Tagging").all("TagSet")) {
      for (XmlIn tag : set.all("Tag")) {
        if (tags.put(tag.required("Key"), tag.required("Value")) != null) {
          throw new S3Failure(400, "InvalidTag", "Cannot provide multiple Tags with the same key");
        }
      }
    }
    check(tags);
    bucket.tag(call.key(), tags);
    return Answer.empty(200);
  }

  Answer delete(Call call) throws IOException {
    buckets.of(call).tag(call.key(), Map.of());
    return Answer.empty(204);
  }
}
