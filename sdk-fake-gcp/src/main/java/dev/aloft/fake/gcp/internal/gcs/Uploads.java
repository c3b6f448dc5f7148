package dev.aloft.fake.gcp.internal.gcs;

import dev.aloft.fake.Answer;
import dev.aloft.fake.Request;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How objects come in: at once, with what is said about them, or in pieces. Thread-safe. */
final class Uploads {
  private static final Duration LIFE = Duration.ofDays(7);
  private static final int MOST_ENDED = 1000;

  private final Buckets buckets;
  private final Versions versions;

  /** The oldest first; guarded by itself. */
  private final Map<String, Session> sessions = new LinkedHashMap<>();

  Uploads(Buckets buckets, Versions versions) {
    this.buckets = buckets;
    this.versions = versions;
  }

  /**
   * An upload whose request is read up to the bytes.
   *
   * @param object what comes
   * @param said what the request's body says about it, for the record
   * @param bytes its bytes; null where they come in later requests
   */
  record Begun(NewObject object, JsonNode said, @Nullable InputStream bytes) {}

  /** Reads a request up to the bytes. */
  static Begun begin(Request request, Params params) throws IOException {
    String type = request.header("content-type");
    String contentType = type == null ? "" : type;
    switch (params.text("uploadType")) {
      case "media", "" -> {
        JsonNode nothing = Bucket.JSON.createObjectNode();
        NewObject object = NewObject.of(request, params, nothing, contentType);
        return new Begun(object, nothing, request.body());
      }
      case "multipart" -> {
        RelatedBody body = RelatedBody.read(contentType, request.body());
        NewObject object = NewObject.of(request, params, body.json(), body.contentType());
        return new Begun(object, body.json(), body.bytes());
      }
      case "resumable" -> {
        JsonNode json = Call.json(request);
        String later = request.header("x-upload-content-type");
        NewObject object = NewObject.of(request, params, json, later == null ? "" : later);
        return new Begun(object, json, null);
      }
      default -> throw GcsFailure.invalid("Invalid uploadType: " + params.text("uploadType"));
    }
  }

  /** Makes the object, or a session in which its bytes come. */
  Answer insert(Request request, String bucketName, Begun begun) throws IOException {
    Bucket bucket = buckets.get(bucketName);
    if (begun.bytes() == null) {
      return start(request, bucket, begun.object());
    }
    StoredObject made = store(bucket, begun.object(), begun.bytes());
    return whole(request, bucket, made);
  }

  private static Answer whole(Request request, Bucket bucket, StoredObject made) {
    return Call.answer(Resources.object(Call.base(request), bucket.name(), made))
        .with("ETag", made.etag());
  }

  /** Makes an object of all that comes. */
  static StoredObject store(Bucket bucket, NewObject object, InputStream in) throws IOException {
    Incoming bytes = Incoming.receive(bucket.files(), in);
    try {
      object.check(bytes.sums());
      return bucket.store(object.name(), bytes, object.properties(), object.conditions());
    } finally {
      bytes.discard();
    }
  }

  private Answer start(Request request, Bucket bucket, NewObject object) throws IOException {
    object.conditions().checkWrite(bucket.find(object.name()));
    String id = session(bucket, object);
    return Answer.empty(200)
        .with("Location", address(request, bucket, id))
        .with("X-GUploader-UploadID", id);
  }

  /** Begins a session. */
  String session(Bucket bucket, NewObject object) throws IOException {
    String id = "A" + UUID.randomUUID().toString().replace("-", "");
    Instant now = versions.now();
    synchronized (sessions) {
      tidy(now);
      sessions.put(id, new Session(bucket, object, now));
    }
    return id;
  }

  /** Forgets sessions that are a week old, and those that have ended but for the latest. */
  private void tidy(Instant now) throws IOException {
    Iterator<Session> oldestFirst = sessions.values().iterator();
    int surplus = sessions.size() - MOST_ENDED;
    while (oldestFirst.hasNext()) {
      Session session = oldestFirst.next();
      boolean expired = session.begun().plus(LIFE).isBefore(now);
      if (expired) {
        session.cancel();
      }
      if (expired || (surplus > 0 && session.isOver())) {
        oldestFirst.remove();
        surplus--;
      }
    }
  }

  static String address(Request request, Bucket bucket, String id) {
    return Call.base(request)
        + "/upload/storage/v1/b/"
        + bucket.name()
        + "/o?uploadType=resumable&upload_id="
        + id;
  }

  /** The session of a request. */
  Session session(Params params) {
    Session session;
    synchronized (sessions) {
      session = sessions.get(params.text("upload_id"));
    }
    if (session == null) {
      throw new GcsFailure(404, "notFound", "Upload session not found.");
    }
    return session;
  }

  /** Goes on with a session, or ends it. */
  Answer proceed(Request request, Params params) throws IOException {
    Session session = session(params);
    if (request.method().equals("DELETE")) {
      session.cancel();
      return Answer.empty(499);
    }
    StoredObject made = session.put(request);
    return made == null ? session.progress() : whole(request, session.bucket(), made);
  }
}
