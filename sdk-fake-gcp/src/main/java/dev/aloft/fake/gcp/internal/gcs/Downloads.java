package dev.aloft.fake.gcp.internal.gcs;

import dev.aloft.fake.Answer;
import dev.aloft.fake.Request;
import dev.aloft.fake.store.FileBytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The bytes of objects. */
final class Downloads {
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);
  private static final Map<String, String> TOLD =
      Map.of(
          "cacheControl", "Cache-Control",
          "contentDisposition", "Content-Disposition",
          "contentLanguage", "Content-Language");

  private final Buckets buckets;

  Downloads(Buckets buckets) {
    this.buckets = buckets;
  }

  Answer media(Call call) throws IOException {
    return media(
        call.request(), call.bucket(), call.object(), call.generation(), call.conditions());
  }

  Answer media(
      Request request,
      String bucketName,
      String name,
      @Nullable Long generation,
      Conditions conditions)
      throws IOException {
    return buckets
        .get(bucketName)
        .read(name, generation, (object, file) -> answer(request, object, file, conditions));
  }

  private static Answer answer(
      Request request, StoredObject object, Path file, Conditions conditions) throws IOException {
    conditions.checkRead(object);
    Map<String, String> headers = headers(object);
    boolean zipped = object.property("contentEncoding").equals("gzip");
    boolean stays = object.property("cacheControl").contains("no-transform");
    if (zipped && !stays && !accepts(request, "gzip")) {
      headers.put("Warning", "214 UploadServer gunzipped");
      InputStream bytes = Files.newInputStream(file);
      return new Answer(200, headers, Answer.UNKNOWN, out -> unzip(bytes, out));
    }
    if (!object.property("contentEncoding").isEmpty()) {
      headers.put("Content-Encoding", object.property("contentEncoding"));
    }
    headers.put("Accept-Ranges", "bytes");
    ByteRange range = ByteRange.of(request.header("range"), object.size());
    if (range == null) {
      return new Answer(200, headers, object.size(), FileBytes.open(file, 0, object.size()));
    }
    headers.put("Content-Range", range.contentRange(object.size()));
    return new Answer(
        206, headers, range.length(), FileBytes.open(file, range.first(), range.length()));
  }

  private static void unzip(InputStream zipped, OutputStream out) throws IOException {
    try (zipped;
        InputStream in = new GZIPInputStream(zipped)) {
      in.transferTo(out);
    }
  }

  private static boolean accepts(Request request, String encoding) {
    String accepted = request.header("accept-encoding");
    return accepted != null && accepted.contains(encoding);
  }

  private static Map<String, String> headers(StoredObject object) {
    Map<String, String> headers = new LinkedHashMap<>();
    String encoding = object.property("contentEncoding");
    headers.put("Content-Type", object.contentType());
    headers.put("ETag", object.etag());
    headers.put("Last-Modified", httpDate(object.updated()));
    headers.put("x-goog-generation", Long.toString(object.generation()));
    headers.put("x-goog-metageneration", Long.toString(object.metageneration()));
    headers.put("x-goog-hash", object.hashes());
    headers.put("x-goog-storage-class", object.storageClass());
    headers.put("x-goog-stored-content-encoding", encoding.isEmpty() ? "identity" : encoding);
    headers.put("x-goog-stored-content-length", Long.toString(object.size()));
    TOLD.forEach(
        (property, header) -> {
          if (!object.property(property).isEmpty()) {
            headers.put(header, object.property(property));
          }
        });
    object
        .properties()
        .path("metadata")
        .properties()
        .forEach(one -> headers.put("x-goog-meta-" + one.getKey(), one.getValue().asString("")));
    return headers;
  }

  static String httpDate(Instant time) {
    return HTTP_DATE.format(time);
  }
}
