package dev.aloft.fake.gcp.internal.gcs;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request's method and path ask for.
 *
 * @param operation the operation
 * @param bucket the bucket; empty when there is none, as in a list of buckets
 * @param object the object; empty when there is none, or a body names it
 * @param otherBucket where a copy goes; empty when there is none
 * @param otherObject what a copy is called; empty when there is none
 */
record Route(
    Operation operation, String bucket, String object, String otherBucket, String otherObject) {
  private static final String API = "/storage/v1/";
  private static final List<String> DOORS =
      List.of("/upload", "/resumable/upload", "/download", "");

  private Route(Operation operation, List<String> path) {
    this(
        operation,
        at(path, 1),
        at(path, 3),
        at(path, operation == Operation.OBJECTS_MOVE ? 1 : 6),
        at(path, operation == Operation.OBJECTS_MOVE ? 6 : 8));
  }

  private static String at(List<String> path, int index) {
    return index < path.size() ? path.get(index) : "";
  }

  /** Whether a path is the JSON API's. */
  static boolean isApi(String path) {
    return DOORS.stream().anyMatch(door -> path.startsWith(door + API));
  }

  /**
   * Reads a method and a path.
   *
   * @throws GcsFailure when they ask for nothing that is served
   */
  static Route of(String method, String path, Params params) {
    String door = DOORS.stream().filter(one -> path.startsWith(one + API)).findFirst().orElse("");
    List<String> parts = new ArrayList<>();
    for (String part : path.substring(door.length() + API.length()).split("/", -1)) {
      parts.add(Params.decodePath(part));
    }
    Operation found = door.contains("upload") ? upload(method) : plain(method, parts, params);
    if (found == null) {
      throw GcsFailure.notServed(method + " " + path);
    }
    return new Route(found, parts);
  }

  private static @Nullable Operation upload(String method) {
    return switch (method) {
      case "POST" -> Operation.OBJECTS_INSERT;
      case "PUT", "DELETE" -> Operation.OBJECTS_UPLOAD;
      default -> null;
    };
  }

  private static @Nullable Operation plain(String method, List<String> parts, Params params) {
    String read = method.equals("HEAD") ? "GET" : method;
    return switch (read + " " + shape(parts)) {
      case "POST b" -> Operation.BUCKETS_INSERT;
      case "GET b" -> Operation.BUCKETS_LIST;
      case "GET b/*" -> Operation.BUCKETS_GET;
      case "PATCH b/*" -> Operation.BUCKETS_PATCH;
      case "PUT b/*" -> Operation.BUCKETS_UPDATE;
      case "DELETE b/*" -> Operation.BUCKETS_DELETE;
      case "GET b/*/iam" -> Operation.BUCKETS_GET_POLICY;
      case "PUT b/*/iam" -> Operation.BUCKETS_SET_POLICY;
      case "GET b/*/iam/*" -> Operation.BUCKETS_TEST_PERMISSIONS;
      case "GET b/*/o" -> Operation.OBJECTS_LIST;
      case "GET b/*/o/*" ->
          params.text("alt").equals("media") ? Operation.OBJECTS_DOWNLOAD : Operation.OBJECTS_GET;
      case "PATCH b/*/o/*" -> Operation.OBJECTS_PATCH;
      case "PUT b/*/o/*" -> Operation.OBJECTS_UPDATE;
      case "DELETE b/*/o/*" -> Operation.OBJECTS_DELETE;
      case "POST b/*/o/*/compose" -> Operation.OBJECTS_COMPOSE;
      case "POST b/*/o/*/copyTo/b/*/o/*" -> Operation.OBJECTS_COPY;
      case "POST b/*/o/*/rewriteTo/b/*/o/*" -> Operation.OBJECTS_REWRITE;
      case "POST b/*/o/*/moveTo/o/*" -> Operation.OBJECTS_MOVE;
      default -> null;
    };
  }

  /** The path with a star for each name in it: names stand at every second place. */
  private static String shape(List<String> parts) {
    List<String> shape = new ArrayList<>();
    boolean isName = false;
    for (String part : parts) {
      shape.add(isName ? "*" : part);
      boolean isVerb =
          part.equals("copyTo")
              || part.equals("rewriteTo")
              || part.equals("moveTo")
              || part.equals("compose");
      isName = !isName && !(isVerb && shape.size() == 5);
    }
    return String.join("/", shape);
  }
}
