package dev.aloft.fake.gcp.internal.gcs;

import dev.aloft.fake.Answer;
import dev.aloft.fake.FakeClock;
import dev.aloft.fake.FakeCloud.Conversation;
import dev.aloft.fake.FakeCloud.Reply;
import dev.aloft.fake.Question;
import dev.aloft.fake.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Cloud Storage over HTTP: the JSON API, its batches, and signed addresses. Thread-safe. */
public final class Gcs {
  private static final String SERVICE = "storage";

  private final Buckets buckets;
  private final BucketCalls bucketCalls;
  private final Uploads uploads;
  private final XmlCalls xml;
  private final Versions versions;
  private final Map<Operation, Call.Handler> handlers = new EnumMap<>(Operation.class);

  /**
   * A store in a directory.
   *
   * @param directory where everything lies; objects are files under {@code gcs} in it
   * @param clock the cloud's
   * @param projectNumbers gives the number of a project by its id or number
   */
  public Gcs(Path directory, FakeClock clock, UnaryOperator<String> projectNumbers)
      throws IOException {
    versions = new Versions(clock);
    buckets = new Buckets(directory.resolve("gcs"), directory.resolve("buckets"), versions);
    bucketCalls = new BucketCalls(buckets, projectNumbers);
    uploads = new Uploads(buckets, versions);
    ObjectCalls objects = new ObjectCalls(buckets);
    Copies copies = new Copies(buckets);
    Downloads downloads = new Downloads(buckets);
    xml = new XmlCalls(buckets, uploads, downloads, versions);
    handlers.put(Operation.BUCKETS_INSERT, bucketCalls::insert);
    handlers.put(Operation.BUCKETS_LIST, bucketCalls::list);
    handlers.put(Operation.BUCKETS_GET, bucketCalls::get);
    handlers.put(Operation.BUCKETS_PATCH, bucketCalls::change);
    handlers.put(Operation.BUCKETS_UPDATE, bucketCalls::change);
    handlers.put(Operation.BUCKETS_DELETE, bucketCalls::delete);
    handlers.put(Operation.BUCKETS_GET_POLICY, bucketCalls::getPolicy);
    handlers.put(Operation.BUCKETS_SET_POLICY, bucketCalls::setPolicy);
    handlers.put(Operation.BUCKETS_TEST_PERMISSIONS, bucketCalls::testPermissions);
    handlers.put(Operation.OBJECTS_LIST, objects::list);
    handlers.put(Operation.OBJECTS_GET, objects::get);
    handlers.put(Operation.OBJECTS_DOWNLOAD, downloads::media);
    handlers.put(Operation.OBJECTS_PATCH, objects::patch);
    handlers.put(Operation.OBJECTS_UPDATE, objects::update);
    handlers.put(Operation.OBJECTS_DELETE, objects::delete);
    handlers.put(Operation.OBJECTS_COMPOSE, copies::compose);
    handlers.put(Operation.OBJECTS_COPY, copies::copy);
    handlers.put(Operation.OBJECTS_REWRITE, copies::rewrite);
    handlers.put(Operation.OBJECTS_MOVE, copies::move);
  }

  /** Understands a request; nothing happens yet. */
  public Conversation open(Request request) throws IOException {
    return new Dated(opened(request), versions);
  }

  private Conversation opened(Request request) throws IOException {
    try {
      return understand(request);
    } catch (GcsFailure e) {
      Question unknown =
          new Question(SERVICE, request.method() + " " + request.path(), "", "", "", null);
      return new Talk(
          unknown,
          () -> {
            throw e;
          },
          Errors::json);
    }
  }

  private Conversation understand(Request sent) throws IOException {
    Params params = Params.of(sent.query());
    refuseKeys(sent, params);
    if (!isApi(sent)) {
      return xml(sent, params);
    }
    Request request = plain(sent);
    if (Batch.isBatch(request)) {
      return batch(request);
    }
    Route route = Route.of(request.method(), request.path(), params);
    return switch (route.operation()) {
      case OBJECTS_INSERT -> insert(request, params, route);
      case OBJECTS_UPLOAD -> proceed(request, params, route);
      case OBJECTS_DOWNLOAD -> {
        Call call = new Call(request, params, route, Call.json(new byte[0]));
        yield new Talk(question(call, null), () -> handle(call), Errors::text);
      }
      default -> {
        JsonNode body = Call.json(request);
        Call call = new Call(request, params, route, body);
        String text = body.isEmpty() ? null : body.toString();
        yield new Talk(question(call, text), () -> handle(call), Errors::json);
      }
    };
  }

  /** Nothing is encrypted here, so that nobody is to believe it. */
  private static void refuseKeys(Request sent, Params params) {
    if (sent.header("x-goog-encryption-algorithm") != null
        || sent.header("x-goog-encryption-key") != null
        || sent.header("x-goog-copy-source-encryption-algorithm") != null
        || params.has("kmsKeyName")
        || params.has("destinationKmsKeyName")) {
      throw GcsFailure.notServed("Encryption with a key of the client's");
    }
  }

  /**
   * A request as it is meant: clients zip their messages, since an object's own encoding is said
   * elsewhere, and some cannot send every method.
   */
  private static Request plain(Request sent) throws IOException {
    boolean zipped = "gzip".equals(sent.header("content-encoding"));
    String method = sent.header("x-http-method-override");
    return new Request(
        method == null ? sent.method() : method,
        sent.path(),
        sent.query(),
        sent.headers(),
        zipped ? new GZIPInputStream(sent.body()) : sent.body());
  }

  private Answer handle(Call call) throws IOException {
    Call.Handler handler = handlers.get(call.route().operation());
    if (handler == null) {
      throw GcsFailure.notServed(call.route().operation().method());
    }
    return handler.handle(call);
  }

  private Conversation insert(Request request, Params params, Route route) throws IOException {
    Uploads.Begun begun = Uploads.begin(request, params);
    String name = begun.object().name();
    Route named = new Route(route.operation(), route.bucket(), name, "", "");
    Call call = new Call(request, params, named, begun.said());
    String text = begun.said().isEmpty() ? null : begun.said().toString();
    return new Talk(
        question(call, text), () -> uploads.insert(request, route.bucket(), begun), Errors::json);
  }

  private Conversation proceed(Request request, Params params, Route route) throws IOException {
    Session session = uploads.session(params);
    Route named = new Route(route.operation(), session.bucket().name(), session.name(), "", "");
    Call call = new Call(request, params, named, Call.json(new byte[0]));
    return new Talk(question(call, null), () -> uploads.proceed(request, params), Errors::json);
  }

  private Conversation xml(Request request, Params params) throws IOException {
    String[] path = request.path().substring(1).split("/", 2);
    Operation operation =
        switch (request.method()) {
          case "GET", "HEAD" -> Operation.OBJECTS_DOWNLOAD;
          case "DELETE" -> Operation.OBJECTS_DELETE;
          case "PUT", "POST" -> Operation.OBJECTS_INSERT;
          default -> throw GcsFailure.notServed(request.method() + " " + request.path());
        };
    if (params.has("uploads") || params.has("uploadId")) {
      throw GcsFailure.notServed("An upload in parts of the XML API");
    }
    if (path.length < 2 || path[1].isEmpty()) {
      throw GcsFailure.notServed(request.method() + " " + request.path());
    }
    String object = Params.decodePath(path[1]);
    Route route = new Route(operation, Params.decodePath(path[0]), object, "", "");
    Call call = new Call(request, params, route, Call.json(new byte[0]));
    return new Talk(question(call, null), () -> xml.answer(call), Errors::xml);
  }

  private Conversation batch(Request request) throws IOException {
    List<Batch.Part> parts = Batch.read(request);
    List<Conversation> all = new ArrayList<>();
    for (Batch.Part part : parts) {
      all.add(open(part.request()));
    }
    List<String> actions =
        all.stream().map(one -> one.question().action()).filter(one -> !one.isEmpty()).toList();
    Question question =
        new Question(SERVICE, "storage.batch", "", String.join(",", actions), "", null);
    return new Talk(question, () -> Batch.answer(parts, all), Errors::json);
  }

  private Question question(Call call, @Nullable String body) throws IOException {
    Operation operation = call.route().operation();
    String resource = call.object().isEmpty() ? call.bucket() : call.bucket() + "/" + call.object();
    return new Question(SERVICE, operation.method(), resource, actions(call), "", body);
  }

  /** What a policy must allow; to overwrite an object is to delete it as well. */
  private String actions(Call call) throws IOException {
    Operation operation = call.route().operation();
    String actions = operation.permissions();
    boolean isCopy = !call.route().otherObject().isEmpty();
    Bucket bucket = buckets.find(isCopy ? call.route().otherBucket() : call.bucket());
    String made = isCopy ? call.route().otherObject() : call.object();
    if (operation.makesObject()
        && operation != Operation.OBJECTS_UPLOAD
        && bucket != null
        && !call.conditions().wantAbsent()
        && bucket.find(made) != null) {
      return actions + ",storage.objects.delete";
    }
    return actions;
  }

  /** One request, understood. */
  private record Talk(Question question, Served served, Function<GcsFailure, Reply> errors)
      implements Conversation {

    @FunctionalInterface
    private interface Served {
      Answer answer() throws IOException;
    }

    @Override
    public Reply answer() throws IOException {
      try {
        return new Reply(served.answer(), null);
      } catch (GcsFailure e) {
        return errors.apply(e);
      }
    }

    @Override
    public Reply refusal(int status, String code, String message) {
      return errors.apply(new GcsFailure(status, code, message.isEmpty() ? code : message));
    }

    @Override
    public Reply throttled() {
      return refusal(
          429,
          "rateLimitExceeded",
          "The object exceeded the rate limit for object mutation operations (create, update, and"
              + " delete). Please reduce your request rate.");
    }
  }

  /** Whether a path is the JSON API's, or a batch of it. */
  public static boolean isApi(Request request) {
    return Route.isApi(request.path()) || Batch.isBatch(request);
  }

  /** The store behind it, for the services beside it. */
  public Objects objects() {
    return new Objects(buckets, bucketCalls);
  }
}
