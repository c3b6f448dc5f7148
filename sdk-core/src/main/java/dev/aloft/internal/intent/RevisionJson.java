package dev.aloft.internal.intent;

import dev.aloft.Machine;
import dev.aloft.data.Secret;
import dev.aloft.internal.CanonicalJson;
import dev.aloft.internal.JsonTree;
import dev.aloft.internal.ManifestJson;
import dev.aloft.model.ModelManifest;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.Protocol;
import dev.aloft.serving.Scaling;
import dev.aloft.serving.ServingRuntime;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A revision as JSON, both ways. */
final class RevisionJson {
  private RevisionJson() {}

  /** Everything but the hash. */
  static Map<String, @Nullable Object> content(EndpointRevision revision) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("modelUri", revision.modelUri());
    map.put("modelHash", revision.modelHash());
    map.put("manifest", manifest(revision.manifest()));
    map.put("registeredName", revision.registeredName());
    map.put("runtime", revision.runtime() == null ? null : runtime(revision.runtime()));
    map.put("offer", revision.offer());
    map.put("protocol", revision.protocol().name());
    map.put("machine", revision.machine() == null ? null : machine(revision.machine()));
    map.put("scaling", scaling(revision.scaling()));
    map.put("environment", revision.environment());
    Map<String, String> secrets = new LinkedHashMap<>();
    revision.secrets().forEach((variable, secret) -> secrets.put(variable, secret.reference()));
    map.put("secrets", secrets);
    map.put("options", TypedTexts.write(revision.options()));
    return map;
  }

  static Map<String, @Nullable Object> write(EndpointRevision revision) {
    Map<String, @Nullable Object> map = content(revision);
    map.put("hash", revision.hash());
    return map;
  }

  static @Nullable Object manifest(ModelManifest manifest) {
    return PlainJson.plain(JsonTree.read(ManifestJson.write(manifest)));
  }

  private static Map<String, Object> runtime(ServingRuntime runtime) {
    return Map.of(
        "kind", runtime.kind(),
        "reference", runtime.reference(),
        "port", runtime.port(),
        "predictRoute", runtime.predictRoute(),
        "healthRoute", runtime.healthRoute(),
        "protocol", runtime.protocol().name(),
        "environment", runtime.environment());
  }

  private static Map<String, @Nullable Object> machine(Machine machine) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("type", machine.type().orElse(null));
    map.put("cpus", machine.cpus());
    map.put("memoryGib", machine.memoryGib());
    map.put("gpu", machine.gpu().orElse(null));
    map.put("gpuCount", machine.gpuCount());
    return map;
  }

  private static Map<String, @Nullable Object> scaling(Scaling scaling) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("min", scaling.min());
    map.put("max", scaling.max());
    map.put("targetPerMinute", scaling.targetPerMinute());
    map.put("idleAfter", text(scaling.idleAfter()));
    return map;
  }

  static EndpointRevision read(JsonNode node) {
    Map<String, Secret> secrets = new LinkedHashMap<>();
    PlainJson.texts(node.required("secrets"))
        .forEach((variable, reference) -> secrets.put(variable, new Secret(reference)));
    return new EndpointRevision(
        node.required("hash").stringValue(),
        node.required("modelUri").stringValue(),
        node.required("modelHash").stringValue(),
        readManifest(node.required("manifest")),
        PlainJson.textOrNull(node.path("registeredName")),
        readRuntime(node.path("runtime")),
        node.required("offer").stringValue(),
        Protocol.of(node.required("protocol").stringValue()),
        readMachine(node.path("machine")),
        readScaling(node.required("scaling")),
        PlainJson.texts(node.required("environment")),
        secrets,
        TypedTexts.readOptions(node.required("options")));
  }

  static ModelManifest readManifest(JsonNode node) {
    return ManifestJson.parse(CanonicalJson.write(PlainJson.plain(node)));
  }

  private static @Nullable ServingRuntime readRuntime(JsonNode node) {
    return node.isObject()
        ? new ServingRuntime(
            node.required("kind").stringValue(),
            node.required("reference").stringValue(),
            node.required("port").intValue(),
            node.required("predictRoute").stringValue(),
            node.required("healthRoute").stringValue(),
            Protocol.of(node.required("protocol").stringValue()),
            PlainJson.texts(node.required("environment")))
        : null;
  }

  private static @Nullable Machine readMachine(JsonNode node) {
    if (!node.isObject()) {
      return null;
    }
    String type = PlainJson.textOrNull(node.path("type"));
    Machine machine =
        type == null ? Machine.cpus(node.path("cpus").asDouble(0)) : Machine.type(type);
    machine = machine.memoryGib(node.path("memoryGib").asDouble(0));
    String gpu = PlainJson.textOrNull(node.path("gpu"));
    return gpu == null ? machine : machine.gpu(gpu, node.path("gpuCount").asInt(0));
  }

  private static Scaling readScaling(JsonNode node) {
    return new Scaling(
        node.required("min").intValue(),
        node.required("max").intValue(),
        node.required("targetPerMinute").doubleValue(),
        duration(node.path("idleAfter")));
  }

  static @Nullable String text(@Nullable Duration duration) {
    return duration == null ? null : duration.toString();
  }

  static @Nullable Duration duration(JsonNode node) {
    String text = PlainJson.textOrNull(node);
    return text == null ? null : Duration.parse(text);
  }
}
