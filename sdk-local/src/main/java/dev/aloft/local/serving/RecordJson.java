package dev.aloft.local.serving;

import dev.aloft.error.Problem;
import dev.aloft.local.LocalProcess;
import dev.aloft.local.disk.Json;
import dev.aloft.model.ModelManifest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Records as JSON, both ways. */
final class RecordJson {
  private static final LocalProcess NOBODY = new LocalProcess("", "", 0, 0);

  private RecordJson() {}

  static ObjectNode of(EndpointRecord record) {
    ObjectNode root = Json.object();
    root.put("name", record.name());
    root.put("owner", record.owner());
    root.set("process", of(record.process()));
    ObjectNode traffic = root.putObject("traffic");
    record.traffic().forEach(traffic::put);
    ArrayNode revisions = root.putArray("revisions");
    record.revisions().forEach(revision -> revisions.add(of(revision)));
    Expiry expiry = record.expiry();
    if (expiry != null) {
      root.putObject("expiry")
          .put("after", expiry.after().toString())
          .put("at", expiry.at().toString());
    }
    return root;
  }

  static ObjectNode of(HostingProcess process) {
    return Json.object()
        .put("mode", process.mode())
        .put("pid", process.pid())
        .put("process", process.process().toString())
        .put("host", process.host())
        .put("port", process.port())
        .put("token", process.token());
  }

  static ObjectNode of(RevisionRecord revision) {
    ObjectNode node =
        Json.object()
            .put("hash", revision.hash())
            .put("modelUri", revision.modelUri())
            .put("modelHash", revision.modelHash())
            .put("manifest", revision.manifest().toJson())
            .put("state", revision.state().name())
            .put("reason", revision.reason());
    if (revision.probe() != null) {
      node.put("probe", revision.probe());
    }
    if (revision.code() != null) {
      node.put("code", revision.code());
    }
    return node;
  }

  static ObjectNode of(Problem problem) {
    return Json.object()
        .put("field", problem.field())
        .put("value", problem.value())
        .put("fix", problem.fix());
  }

  static Problem problem(JsonNode node) {
    return new Problem(text(node, "field"), text(node, "value"), text(node, "fix"));
  }

  static EndpointRecord endpoint(JsonNode root) {
    List<RevisionRecord> revisions = new ArrayList<>();
    root.path("revisions").forEach(node -> revisions.add(revision(node)));
    return new EndpointRecord(
        text(root, "name"),
        text(root, "owner"),
        process(root.path("process")),
        traffic(root.path("traffic")),
        revisions,
        expiry(root.path("expiry")));
  }

  private static @Nullable Expiry expiry(JsonNode node) {
    return node.isObject()
        ? new Expiry(Duration.parse(text(node, "after")), Instant.parse(text(node, "at")))
        : null;
  }

  static HostingProcess process(JsonNode node) {
    return new HostingProcess(
        text(node, "mode"),
        LocalProcess.parse(text(node, "process")).orElse(NOBODY),
        text(node, "host"),
        node.path("port").asInt(0),
        text(node, "token"));
  }

  static RevisionRecord revision(JsonNode node) {
    return new RevisionRecord(
        text(node, "hash"),
        text(node, "modelUri"),
        text(node, "modelHash"),
        ModelManifest.parse(text(node, "manifest")),
        optional(node, "probe"),
        RevisionRecord.State.valueOf(text(node, "state")),
        optional(node, "code"),
        text(node, "reason"));
  }

  static Map<String, Integer> traffic(JsonNode node) {
    Map<String, Integer> traffic = new LinkedHashMap<>();
    node.properties().forEach(share -> traffic.put(share.getKey(), share.getValue().asInt(0)));
    return traffic;
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asString("");
  }

  private static @Nullable String optional(JsonNode node, String field) {
    return node.has(field) ? text(node, field) : null;
  }
}
