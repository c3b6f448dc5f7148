package dev.aloft.internal.intent;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.internal.CanonicalJson;
import dev.aloft.internal.JsonTree;
import dev.aloft.internal.intent.IntentDocument.Leased;
import dev.aloft.internal.intent.IntentDocument.Settled;
import dev.aloft.internal.intent.IntentDocument.Tried;
import dev.aloft.internal.intent.IntentDocument.Wished;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** The documents as JSON that a person can read, both ways. */
public final class IntentJson {
  private static final int VERSION = 1;

  private IntentJson() {}

  /**
   * Writes a document.
   *
   * @param stamp makes it differ from any other, so that its writer knows it again
   */
  public static String write(IntentDocument document, String stamp) {
    ObjectNode root = JsonTree.object();
    root.put("version", VERSION);
    if (document instanceof Wished wished) {
      root.put("type", "wish").put("generation", wished.generation()).put("verb", wished.verb());
      root.set("spec", spec(wished.spec()));
      if (wished.back() != 0) {
        root.put("back", wished.back());
      }
      failure(root, wished.failure());
      lease(root, wished.holder(), wished.lease());
    } else if (document instanceof Tried tried) {
      root.put("type", "try").put("part", tried.part()).put("tries", tried.tries());
      if (!tried.before().isEmpty()) {
        root.put("before", tried.before());
      }
      lease(root, tried.holder(), tried.lease());
    } else if (document instanceof Leased leased) {
      root.put("type", "lease");
      lease(root, leased.holder(), leased.lease());
    } else if (document instanceof Settled settled) {
      root.put("type", "settled");
      ArrayNode wishes = root.putArray("wishes");
      settled.wishes().forEach(wish -> wish(wishes.addObject(), wish));
    }
    root.put("stamp", stamp);
    return JsonTree.write(root);
  }

  private static void wish(ObjectNode node, RecordedWish wish) {
    node.put("generation", wish.generation()).put("verb", wish.verb());
    node.put("outcome", wish.outcome().word()).put("at", wish.at().toString());
    if (wish.back() != 0) {
      node.put("back", wish.back());
    }
    failure(node, wish.failure());
    node.set("spec", spec(wish.spec()));
  }

  private static JsonNode spec(@Nullable String spec) {
    return spec == null ? NullNode.instance : JsonTree.read(spec);
  }

  private static void failure(ObjectNode node, @Nullable WishFailure failure) {
    if (failure != null) {
      ObjectNode inner = node.putObject("failure");
      inner.put("code", failure.code().name()).put("reason", failure.reason());
      ArrayNode log = inner.putArray("log");
      failure.log().forEach(log::add);
      if (failure.refusal() != null) {
        RefusalJson.write(inner.putObject("refusal"), failure.refusal());
      }
    }
  }

  private static void lease(ObjectNode node, String holder, Duration lease) {
    node.put("holder", holder).put("leaseSeconds", lease.toSeconds());
  }

  /**
   * Reads a document.
   *
   * @param uri where it lies, for messages
   * @throws AloftException UNSUPPORTED for a document of a newer Aloft, DATA_CORRUPTED for anything
   *     that is none
   */
  public static IntentDocument read(String text, String uri) {
    try {
      JsonNode root = JsonTree.read(text);
      if (root.path("version").asInt(0) != VERSION) {
        throw unknown(uri, "version " + root.path("version").asString("none"));
      }
      String type = root.path("type").asString("");
      return switch (type) {
        case "wish" ->
            new Wished(
                root.required("generation").longValue(),
                root.required("verb").stringValue(),
                spec(root.required("spec")),
                root.path("back").asLong(0),
                failure(root.path("failure")),
                root.required("holder").stringValue(),
                lease(root));
        case "try" ->
            new Tried(
                root.required("part").stringValue(),
                root.required("tries").intValue(),
                root.path("before").asString(""),
                root.required("holder").stringValue(),
                lease(root));
        case "lease" -> new Leased(root.required("holder").stringValue(), lease(root));
        case "settled" -> new Settled(wishes(root.required("wishes")));
        default -> throw unknown(uri, "type \"" + type + "\"");
      };
    } catch (JacksonException | IllegalArgumentException | java.time.DateTimeException e) {
      throw AloftException.of(ErrorCode.DATA_CORRUPTED, uri + " is no document of an intent log")
          .cause(e)
          .build();
    }
  }

  private static List<RecordedWish> wishes(JsonNode array) {
    List<RecordedWish> wishes = new ArrayList<>();
    for (JsonNode node : array) {
      wishes.add(
          new RecordedWish(
              node.required("generation").longValue(),
              node.required("verb").stringValue(),
              spec(node.required("spec")),
              WishOutcome.of(node.required("outcome").stringValue()),
              node.path("back").asLong(0),
              failure(node.path("failure")),
              Instant.parse(node.required("at").stringValue())));
    }
    return wishes;
  }

  private static @Nullable String spec(JsonNode node) {
    return node.isNull() ? null : CanonicalJson.write(PlainJson.plain(node));
  }

  private static @Nullable WishFailure failure(JsonNode node) {
    if (!node.isObject()) {
      return null;
    }
    List<String> log = new ArrayList<>();
    node.path("log").forEach(line -> log.add(line.asString("")));
    return new WishFailure(
        ErrorCode.valueOf(node.required("code").stringValue()),
        node.path("reason").asString(""),
        log,
        RefusalJson.read(node.path("refusal")));
  }

  private static Duration lease(JsonNode root) {
    return Duration.ofSeconds(root.path("leaseSeconds").asLong(0));
  }

  private static AloftException unknown(String uri, String what) {
    return AloftException.of(
            ErrorCode.UNSUPPORTED,
            uri
                + " is of "
                + what
                + ", which this Aloft does not know; it was written by a newer one: update Aloft"
                + " here")
        .build();
  }
}
