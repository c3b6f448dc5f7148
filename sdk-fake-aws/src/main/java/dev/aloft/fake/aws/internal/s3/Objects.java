package dev.aloft.fake.aws.internal.s3;

import dev.aloft.fake.Answer;
import dev.aloft.fake.store.FileBytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The operations on single objects, and the removal of many. */
final class Objects {
  static final long LARGEST_PUT = 5L << 30;
  private static final int MOST_DELETED = 1000;
  private static final List<String> OVERRIDABLE =
      List.of(
          "content-type",
          "content-language",
          "expires",
          "cache-control",
          "content-disposition",
          "content-encoding");

  private final Buckets buckets;
  private final Place place;

  Objects(Buckets buckets, Place place) {
    this.buckets = buckets;
    this.place = place;
  }

  Answer put(Call call) throws IOException {
    Bucket bucket = buckets.of(call);
    WriteCondition condition = WriteCondition.of(call, bucket.find(call.key()));
    Map<String, String> headers = ObjectHeaders.of(call, place.region(), place.account());
    Map<String, String> tags = Tags.ofHeader(call.header("x-amz-tagging"));
    Payload payload = Payload.of(call);
    NewData data = NewData.receive(bucket, payload, payload.stated(), LARGEST_PUT);
    return data.orDiscard(
        digests -> {
          StoredObject object = whole(call.key(), data.name(), digests, headers, tags);
          bucket.commit(object, condition);
          return written(object);
        });
  }

  /** An object that came whole. */
  StoredObject whole(
      String key,
      String data,
      Digests digests,
      Map<String, String> headers,
      Map<String, String> tags) {
    return new StoredObject(
        key,
        data,
        digests.size(),
        etag(digests.etag(), data, headers),
        place.now(),
        headers,
        tags,
        digests.checksums(),
        StoredObject.FULL_OBJECT,
        List.of());
  }

  /** The tag of an object: its hash, but where a key of KMS hides that. */
  static String etag(String hash, String data, Map<String, String> headers) {
    return ObjectHeaders.hidesHash(headers)
        ? HexFormat.of().formatHex(Texts.hash("MD5", hash + data))
        : hash;
  }

  private static Answer written(StoredObject object) {
    Map<String, String> headers = ObjectHeaders.ofAnswer(object.headers());
    headers.putAll(object.checksumHeaders());
    headers.put("ETag", object.quotedEtag());
    return new Answer(200, headers, 0, out -> {});
  }

  /** GetObject and HeadObject. */
  Answer get(Call call) throws IOException {
    Bucket bucket = buckets.of(call);
    String version = call.query().get("versionId");
    if (version != null && !version.equals("null")) {
      throw S3Failure.invalidArgument("versionId", version, "Invalid version id specified");
    }
    StoredObject object = bucket.get(call.key());
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("ETag", object.quotedEtag());
    headers.put("Last-Modified", Texts.httpDate(object.modified()));
    if (ReadCondition.of(call, "").isNotModified(object)) {
      return new Answer(304, headers, 0, out -> {});
    }
    ByteRange range = range(call, object, headers);
    headers.putAll(object.headers());
    headers.put("Accept-Ranges", "bytes");
    if (!object.tags().isEmpty()) {
      headers.put("x-amz-tagging-count", String.valueOf(object.tags().size()));
    }
    if (range == null && "ENABLED".equalsIgnoreCase(call.header("x-amz-checksum-mode"))) {
      headers.putAll(object.checksumHeaders());
    }
    override(call, headers);
    if (range != null) {
      headers.put("Content-Range", range.contentRange(object.size()));
    }
    long first = range == null ? 0 : range.first();
    long length = range == null ? object.size() : range.length();
    Answer.Body body =
        call.request().method().equals("HEAD")
            ? out -> {}
            : FileBytes.open(bucket.files().data(object.data()), first, length);
    return new Answer(range == null ? 200 : 206, headers, length, body);
  }

  private static @Nullable ByteRange range(
      Call call, StoredObject object, Map<String, String> headers) {
    String part = call.query().get("partNumber");
    String range = call.request().header("range");
    if (part == null) {
      return ByteRange.of(range, object.size());
    }
    if (range != null) {
      throw S3Failure.invalidRequest(
          "Cannot specify both Range header and partNumber query parameter");
    }
    List<Long> sizes = object.parts().isEmpty() ? List.of(object.size()) : object.parts();
    int number = PartNumbers.of(part);
    if (number > sizes.size()) {
      throw new S3Failure(416, "InvalidPartNumber", "The requested partnumber is not satisfiable");
    }
    if (!object.parts().isEmpty()) {
      headers.put("x-amz-mp-parts-count", String.valueOf(sizes.size()));
    }
    long first = sizes.stream().limit(number - 1).mapToLong(Long::longValue).sum();
    long size = sizes.get(number - 1);
    return size == 0 ? null : new ByteRange(first, first + size - 1);
  }

  private static void override(Call call, Map<String, String> headers) {
    for (String name : OVERRIDABLE) {
      String value = call.query().get("response-" + name);
      if (value != null) {
        headers.put(name, value);
      }
    }
  }

  Answer delete(Call call) throws IOException {
    buckets.of(call).remove(call.key(), call.request().header("if-match"));
    return Answer.empty(204);
  }

  Answer deleteMany(Call call) throws IOException {
    Bucket bucket = buckets.of(call);
    if (call.header("content-md5") == null && Payload.of(call).stated() == null) {
      throw S3Failure.invalidRequest("Missing required header for this request: Content-MD5");
    }
    XmlIn wanted = XmlIn.read(Payload.small(call), "Delete");
    List<XmlIn> objects = wanted.all("Object");
    if (objects.isEmpty() || objects.size() > MOST_DELETED) {
      throw S3Failure.malformedXml();
    }
    boolean quiet = "true".equals(wanted.text("Quiet"));
    List<Consumer<XmlOut>> results = new ArrayList<>();
    for (XmlIn object : objects) {
      String key = object.required("Key");
      try {
        bucket.remove(key, object.text("ETag"));
        if (!quiet) {
          results.add(xml -> xml.element("Deleted", one -> one.text("Key", key)));
        }
      } catch (S3Failure e) {
        results.add(
            xml ->
                xml.element(
                    "Error",
                    one ->
                        one.text("Key", key)
                            .text("Code", e.code())
                            .text("Message", e.getMessage())));
      }
    }
    return XmlOut.answer("DeleteResult", xml -> results.forEach(one -> one.accept(xml)));
  }
}
