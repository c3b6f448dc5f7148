package dev.aloft.fake.gcp.internal.gcs;

import dev.aloft.fake.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Objects that are made of objects. */
final class Copies {
  private static final int MOST_COMPONENTS = 32;

  private final Buckets buckets;

  Copies(Buckets buckets) {
    this.buckets = buckets;
  }

  Answer compose(Call call) throws IOException {
    Bucket bucket = buckets.get(call.bucket());
    JsonNode sources = call.body().path("sourceObjects");
    if (sources.isEmpty()) {
      throw GcsFailure.required("You must provide at least one source component.");
    }
    if (sources.size() > MOST_COMPONENTS) {
      throw GcsFailure.invalid(
          "The number of source components provided ("
              + sources.size()
              + ") exceeds the maximum ("
              + MOST_COMPONENTS
              + ")");
    }
    ObjectNode properties = Resources.properties(call.body().path("destination"));
    List<Opened> parts = new ArrayList<>();
    try {
      for (JsonNode source : sources) {
        parts.add(component(bucket, source));
      }
      int components = parts.stream().mapToInt(one -> Math.max(1, one.object().components())).sum();
      Incoming bytes =
          Incoming.concatenate(bucket.files(), parts.stream().map(Opened::bytes).toList());
      try {
        StoredObject made =
            bucket.store(call.object(), bytes, properties, components, call.conditions());
        return call.answer(bucket.name(), made);
      } finally {
        bytes.discard();
      }
    } finally {
      for (Opened part : parts) {
        part.close();
      }
    }
  }

  private static Opened component(Bucket bucket, JsonNode source) throws IOException {
    JsonNode generation = source.path("generation");
    Long wanted = generation.isMissingNode() || generation.isNull() ? null : generation.asLong();
    JsonNode match = source.path("objectPreconditions").path("ifGenerationMatch");
    return Opened.of(
        bucket,
        source.path("name").asString(""),
        wanted,
        object -> {
          if (match.isValueNode() && !match.isNull() && match.asLong() != object.generation()) {
            throw GcsFailure.conditionNotMet();
          }
        });
  }

  Answer copy(Call call) throws IOException {
    try (Opened source = source(call)) {
      return call.answer(call.route().otherBucket(), made(call, source));
    }
  }

  /** A copy in steps, where the client wants so; the token says how far it is. */
  Answer rewrite(Call call) throws IOException {
    try (Opened source = source(call)) {
      return Call.answer(rewritten(call, source));
    }
  }

  private ObjectNode rewritten(Call call, Opened opened) throws IOException {
    StoredObject source = opened.object();
    Long most = call.params().number("maxBytesRewrittenPerCall");
    long done = most == null ? source.size() : before(call, source) + most;
    ObjectNode answer =
        Bucket.JSON
            .createObjectNode()
            .put("kind", "storage#rewriteResponse")
            .put("totalBytesRewritten", Long.toString(Math.min(done, source.size())))
            .put("objectSize", Long.toString(source.size()))
            .put("done", done >= source.size());
    if (done >= source.size()) {
      StoredObject made = made(call, opened);
      answer.set("resource", Resources.object(call.base(), call.route().otherBucket(), made));
    } else {
      answer.put("rewriteToken", PageToken.write(source.generation() + "/" + done));
    }
    return answer;
  }

  private static long before(Call call, StoredObject source) {
    String token = PageToken.read(call.params().text("rewriteToken"));
    if (token.isEmpty()) {
      return 0;
    }
    String[] parts = token.split("/", -1);
    if (parts.length != 2 || !parts[0].equals(Long.toString(source.generation()))) {
      throw GcsFailure.invalid("The rewrite token is not for this object.");
    }
    return Long.parseLong(parts[1]);
  }

  Answer move(Call call) throws IOException {
    Bucket bucket = buckets.get(call.bucket());
    String name = call.route().otherObject();
    try (Opened source = source(call)) {
      StoredObject made = made(source, bucket, name, null, call.conditions());
      bucket.remove(source.object().name(), source.object().generation(), Conditions.NONE);
      return call.answer(bucket.name(), made);
    }
  }

  private Opened source(Call call) throws IOException {
    return Opened.of(
        buckets.get(call.bucket()),
        call.object(),
        call.params().number("sourceGeneration"),
        object -> Conditions.ofSource(call.params()).checkWrite(object));
  }

  private StoredObject made(Call call, Opened source) throws IOException {
    return made(
        source,
        buckets.get(call.route().otherBucket()),
        call.route().otherObject(),
        call.body(),
        call.conditions());
  }

  private static StoredObject made(
      Opened source, Bucket to, String name, @Nullable JsonNode given, Conditions conditions)
      throws IOException {
    ObjectNode properties =
        given == null || Resources.properties(given).isEmpty()
            ? source.object().properties()
            : Resources.properties(given);
    Incoming bytes = Incoming.concatenate(to.files(), List.of(source.bytes()));
    try {
      return to.store(name, bytes, properties, source.object().components(), conditions);
    } finally {
      bytes.discard();
    }
  }
}
