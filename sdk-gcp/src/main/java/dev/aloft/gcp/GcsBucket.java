package dev.aloft.gcp;

import dev.aloft.driver.DriverContext;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.http.HttpAnswer;
import dev.aloft.http.HttpSender;
import dev.aloft.http.HttpStream;
import dev.aloft.layer.Call;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.Buffer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The requests of Cloud Storage about one bucket. Thread-safe. */
final class GcsBucket {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final MediaType JSON_TYPE = MediaType.get("application/json; charset=utf-8");
  private static final String BYTES = "application/octet-stream";
  private static final long SLOW_BYTES_PER_SECOND = 256 << 10;
  private static final String FIELDS = "fields";
  private static final String ONCE = "ifGenerationMatch";

  private final String name;
  private final DriverContext context;
  private final GcpClients clients;

  /** Opens nothing. */
  GcsBucket(String name, DriverContext context, GcpClients clients) {
    this.name = name;
    this.context = context;
    this.clients = clients;
  }

  String name() {
    return name;
  }

  DriverContext context() {
    return context;
  }

  GcpClients clients() {
    return clients;
  }

  String uri(String key) {
    return new GcsUri(name, key).toString();
  }

  /** Writes an object by one request, with its checksum. */
  GcsObject insert(String key, byte[] bytes, boolean createOnly, Map<String, String> metadata) {
    ObjectNode about = JSON.createObjectNode();
    about.put("name", key);
    about.put("contentType", BYTES);
    about.put("crc32c", Crc32c.of(bytes));
    metadata.forEach(about.putObject("metadata")::put);
    HttpUrl.Builder url =
        objects("/upload/storage/v1")
            .addQueryParameter("uploadType", "multipart")
            .addQueryParameter(FIELDS, GcsObject.FIELDS);
    Call.Builder call = moving("InsertObject", key, bytes.length);
    if (createOnly) {
      url.addQueryParameter(ONCE, "0");
    } else {
      call.repeatable();
    }
    Request.Builder request = new Request.Builder().url(url.build()).post(related(about, bytes));
    return send(call, request, GcsBucket::object);
  }

  /** Both parts of an upload in one body, as the service wants them. */
  private static RequestBody related(ObjectNode about, byte[] bytes) {
    String boundary =
        "aloft-" + HexFormat.of().formatHex(Crc32c.of(bytes).getBytes(StandardCharsets.UTF_8));
    Buffer body =
        new Buffer()
            .writeUtf8(
                "--" + boundary + "\r\ncontent-type: application/json; charset=UTF-8\r\n\r\n")
            .write(JSON.writeValueAsBytes(about))
            .writeUtf8("\r\n--" + boundary + "\r\ncontent-type: " + BYTES + "\r\n\r\n");
    byte[] head = body.readByteArray();
    byte[] tail = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8);
    return new PartedBody(
        MediaType.get("multipart/related; boundary=" + boundary), List.of(head, bytes, tail));
  }

  /** Makes one object of others, in their order. */
  GcsObject compose(
      List<String> parts, String key, boolean createOnly, Map<String, String> metadata) {
    ObjectNode body = JSON.createObjectNode();
    ArrayNode sources = body.putArray("sourceObjects");
    parts.forEach(part -> sources.addObject().put("name", part));
    ObjectNode destination = body.putObject("destination");
    destination.put("contentType", BYTES);
    metadata.forEach(destination.putObject("metadata")::put);
    HttpUrl.Builder url =
        object(key).addPathSegment("compose").addQueryParameter(FIELDS, GcsObject.FIELDS);
    Call.Builder call = call("ComposeObject", key);
    if (createOnly) {
      url.addQueryParameter(ONCE, "0");
    } else {
      call.repeatable();
    }
    return send(call, new Request.Builder().url(url.build()).post(json(body)), GcsBucket::object);
  }

  /** What is known of an object; empty when there is none. */
  Optional<GcsObject> head(String key) {
    HttpUrl url = object(key).addQueryParameter(FIELDS, GcsObject.FIELDS).build();
    try {
      return Optional.of(
          send(
              call("GetObject", key).repeatable(),
              new Request.Builder().url(url),
              GcsBucket::object));
    } catch (AloftException e) {
      if (e.code() == ErrorCode.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Opens the content of an object.
   *
   * @param range the value of the header {@code Range}; null for all
   */
  HttpStream read(String key, @Nullable String range) {
    HttpUrl url = segments("/download/storage/v1", key).addQueryParameter("alt", "media").build();
    Request.Builder request =
        new Request.Builder()
            .url(url)
            .header("Accept-Encoding", "gzip"); // as it is stored, and not unpacked on the way
    if (range != null) {
      request.header("Range", range);
    }
    return storage().open(call("ReadObject", key).repeatable(), request);
  }

  void delete(String key) {
    Request.Builder request = new Request.Builder().url(object(key).build()).delete();
    try {
      send(call("DeleteObject", key).repeatable(), request, HttpAnswer::status);
    } catch (AloftException e) {
      if (e.code() != ErrorCode.NOT_FOUND) {
        throw e;
      }
    }
  }

  /** A page of a listing. */
  record Listed(List<GcsObject> objects, @Nullable String next) {
    Listed {
      objects = List.copyOf(objects);
    }
  }

  Listed list(String prefix, @Nullable String token) {
    HttpUrl.Builder url =
        objects("/storage/v1")
            .addQueryParameter("prefix", prefix)
            .addQueryParameter(FIELDS, "nextPageToken,items(" + GcsObject.FIELDS + ")");
    if (token != null) {
      url.addQueryParameter("pageToken", token);
    }
    return send(
        call("ListObjects", prefix).repeatable(),
        new Request.Builder().url(url.build()),
        GcsBucket::listed);
  }

  private static Listed listed(HttpAnswer answer) {
    JsonNode page = json(answer);
    List<GcsObject> found = new ArrayList<>();
    page.path("items").forEach(item -> found.add(GcsObject.of(item)));
    String next = page.path("nextPageToken").asString("");
    return new Listed(found, next.isEmpty() ? null : next);
  }

  /**
   * Copies an object, in as many requests as the service wants for it.
   *
   * @param metadata the texts kept with the copy; null for those of the original
   */
  GcsObject rewrite(
      String from, String toBucket, String to, @Nullable Map<String, String> metadata) {
    byte[] about = new byte[0];
    if (metadata != null) {
      ObjectNode body = JSON.createObjectNode().put("contentType", BYTES);
      metadata.forEach(body.putObject("metadata")::put);
      about = JSON.writeValueAsBytes(body);
    }
    String token = "";
    while (true) {
      HttpUrl.Builder url =
          object(from)
              .addPathSegments("rewriteTo/b")
              .addPathSegment(toBucket)
              .addPathSegment("o")
              .addPathSegment(to)
              .addQueryParameter(FIELDS, "done,rewriteToken,resource(" + GcsObject.FIELDS + ")");
      if (!token.isEmpty()) {
        url.addQueryParameter("rewriteToken", token);
      }
      JsonNode answer =
          send(
              call("RewriteObject", to).repeatable(),
              new Request.Builder().url(url.build()).post(RequestBody.create(about, JSON_TYPE)),
              GcsBucket::json);
      if (answer.path("done").asBoolean(false)) {
        return GcsObject.of(answer.path("resource"));
      }
      token = answer.path("rewriteToken").asString("");
    }
  }

  /** The region that the bucket lies in, in upper case, as the service writes it. */
  String location() {
    HttpUrl url = bucket().addQueryParameter(FIELDS, "location").build();
    return send(call("GetBucket", "").repeatable(), new Request.Builder().url(url), GcsBucket::json)
        .path("location")
        .asString("");
  }

  /**
   * The store's own time; asked for only where no answer of late has told it, by a list, which
   * everybody may ask for who can use the store.
   */
  Instant time() {
    return storage()
        .clock()
        .now()
        .orElseGet(
            () -> {
              HttpUrl url =
                  objects("/storage/v1")
                      .addQueryParameter("maxResults", "1")
                      .addQueryParameter(FIELDS, "nextPageToken")
                      .build();
              Optional<Instant> date =
                  send(
                      call("ListObjects", "").repeatable(),
                      new Request.Builder().url(url),
                      HttpAnswer::date);
              return date.orElseGet(context.timing()::now);
            });
  }

  /** Whoever asks for the time of a bucket that is missing is to be told so. */
  private <T> T send(Call.Builder call, Request.Builder request, Function<HttpAnswer, T> reader) {
    try {
      return storage().send(call, request, reader);
    } catch (AloftException e) {
      if (e.code() == ErrorCode.INVALID_REQUEST) {
        storage().clock().forget();
      }
      throw e;
    }
  }

  private HttpSender storage() {
    return clients.storage();
  }

  private HttpUrl.Builder bucket() {
    return address("/storage/v1").addPathSegments("b").addPathSegment(name);
  }

  private HttpUrl.Builder objects(String service) {
    return address(service).addPathSegments("b").addPathSegment(name).addPathSegment("o");
  }

  private HttpUrl.Builder object(String key) {
    return segments("/storage/v1", key);
  }

  private HttpUrl.Builder segments(String service, String key) {
    return objects(service).addPathSegment(key);
  }

  private HttpUrl.Builder address(String service) {
    return HttpUrl.get(clients.address("storage.googleapis.com") + service).newBuilder();
  }

  private static RequestBody json(JsonNode body) {
    return RequestBody.create(JSON.writeValueAsBytes(body), JSON_TYPE);
  }

  private static JsonNode json(HttpAnswer answer) {
    return JSON.readTree(answer.body());
  }

  private static GcsObject object(HttpAnswer answer) {
    return GcsObject.of(json(answer));
  }

  private Call.Builder call(String operation, String key) {
    return context.call(operation, uri(key)).bucket(GcpRates.STORE);
  }

  /** A call that moves bytes; slow lines get the time that they need. */
  private Call.Builder moving(String operation, String key, long bytes) {
    Duration moving = Duration.ofSeconds(bytes / SLOW_BYTES_PER_SECOND);
    return call(operation, key).timeout(context.requestTimeout().plus(moving));
  }
}
