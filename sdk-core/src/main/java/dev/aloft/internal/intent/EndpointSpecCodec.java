package dev.aloft.internal.intent;

import dev.aloft.internal.CanonicalJson;
import dev.aloft.internal.SpecCodec;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Endpoint specifications as canonical JSON. Immutable. */
public final class EndpointSpecCodec implements SpecCodec<EndpointSpec> {

  @Override
  public String write(EndpointSpec spec) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("name", spec.name());
    map.put("revisions", spec.revisions().stream().map(RevisionJson::write).toList());
    map.put("traffic", spec.traffic());
    map.put("labels", spec.labels());
    map.put("probe", TypedTexts.write(spec.probe()));
    map.put("expiresAfter", RevisionJson.text(spec.expiresAfter()));
    return CanonicalJson.write(map);
  }

  @Override
  public EndpointSpec read(String document) {
    return SpecReading.of(
        document,
        node -> {
          List<EndpointRevision> revisions = new ArrayList<>();
          node.required("revisions").forEach(item -> revisions.add(RevisionJson.read(item)));
          return new EndpointSpec(
              node.required("name").stringValue(),
              revisions,
              percents(node.required("traffic")),
              PlainJson.texts(node.required("labels")),
              TypedTexts.readRow(node.path("probe")),
              RevisionJson.duration(node.path("expiresAfter")));
        });
  }

  private static Map<String, Integer> percents(JsonNode node) {
    Map<String, Integer> percents = new LinkedHashMap<>();
    node.properties().forEach(entry -> percents.put(entry.getKey(), entry.getValue().intValue()));
    return percents;
  }
}
