package dev.aloft.fake.gcp.internal.gcs;

import dev.aloft.fake.Answer;
import dev.aloft.fake.Request;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Objects by the XML API, as signed addresses reach them: {@code /bucket/object}. */
final class XmlCalls {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final long LONGEST = 604_800;

  private final Buckets buckets;
  private final Uploads uploads;
  private final Downloads downloads;
  private final Versions versions;

  XmlCalls(Buckets buckets, Uploads uploads, Downloads downloads, Versions versions) {
    this.buckets = buckets;
    this.uploads = uploads;
    this.downloads = downloads;
    this.versions = versions;
  }

  Answer answer(Call call) throws IOException {
    checkSignature(call.params());
    Request request = call.request();
    Conditions conditions =
        new Conditions(
            number(request, "x-goog-if-generation-match"),
            null,
            number(request, "x-goog-if-metageneration-match"),
            null);
    switch (request.method()) {
      case "GET", "HEAD" -> {
        return asTold(
            downloads.media(request, call.bucket(), call.object(), call.generation(), conditions),
            call.params());
      }
      case "DELETE" -> {
        buckets.get(call.bucket()).remove(call.object(), call.generation(), conditions);
        return Answer.empty(204);
      }
      default -> {
        return write(call, conditions);
      }
    }
  }

  /** An address may say what the answer is called. */
  private static Answer asTold(Answer answer, Params params) {
    Answer told = answer;
    for (String header : List.of("Content-Disposition", "Content-Type")) {
      String value = params.text("response-" + header.toLowerCase(Locale.ROOT));
      told = value.isEmpty() ? told : told.with(header, value);
    }
    return told;
  }

  private Answer write(Call call, Conditions conditions) throws IOException {
    Request request = call.request();
    Bucket bucket = buckets.get(call.bucket());
    String type = request.header("content-type");
    NewObject said =
        NewObject.of(
            request,
            Params.of("name=" + URLEncoder.encode(call.object(), StandardCharsets.UTF_8)),
            metadata(request),
            type == null ? "" : type);
    NewObject object =
        new NewObject(said.name(), said.properties(), said.crc32c(), said.md5(), conditions);
    if ("start".equals(request.header("x-goog-resumable"))) {
      String id = uploads.session(bucket, object);
      return Answer.empty(201).with("Location", Uploads.address(request, bucket, id));
    }
    StoredObject made = Uploads.store(bucket, object, request.body());
    return Answer.empty(200)
        .with("ETag", made.etag())
        .with("x-goog-generation", Long.toString(made.generation()))
        .with("x-goog-hash", made.hashes());
  }

  private static ObjectNode metadata(Request request) {
    ObjectNode json = Bucket.JSON.createObjectNode();
    ObjectNode metadata = Bucket.JSON.createObjectNode();
    request
        .headers()
        .forEach(
            (name, values) -> {
              if (name.startsWith("x-goog-meta-")) {
                metadata.put(name.substring("x-goog-meta-".length()), values.get(0));
              }
            });
    if (!metadata.isEmpty()) {
      json.set("metadata", metadata);
    }
    return json;
  }

  private static @Nullable Long number(Request request, String header) {
    String text = request.header(header);
    try {
      return text == null ? null : Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw GcsFailure.invalid("Invalid value '" + text + "' for " + header + ".");
    }
  }

  /** Judges the dates of a signed address by the real time, as it is there that it is made. */
  private void checkSignature(Params params) {
    if (params.anyCase("X-Goog-Signature").isEmpty()) {
      return;
    }
    Instant signed;
    long seconds;
    try {
      signed = DATE.parse(params.anyCase("X-Goog-Date"), Instant::from);
      seconds = Long.parseLong(params.anyCase("X-Goog-Expires"));
    } catch (DateTimeException | NumberFormatException e) {
      throw new GcsFailure(400, "AuthorizationQueryParametersError", "Invalid X-Goog-Date.");
    }
    if (seconds < 0 || seconds > LONGEST) {
      throw new GcsFailure(
          400, "AuthorizationQueryParametersError", "X-Goog-Expires must be at most a week.");
    }
    if (!versions.now().isBefore(signed.plusSeconds(seconds))) {
      throw new GcsFailure(
          400, "ExpiredToken", "The provided token has expired. Request signature expired.");
    }
  }
}
