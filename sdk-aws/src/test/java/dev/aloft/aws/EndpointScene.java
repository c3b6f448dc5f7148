package dev.aloft.aws;

import dev.aloft.ProviderOptions;
import dev.aloft.data.Column;
import dev.aloft.data.DataType;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Part;
import dev.aloft.driver.Target;
import dev.aloft.model.ModelFormat;
import dev.aloft.model.ModelManifest;
import dev.aloft.model.Signature;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import dev.aloft.serving.Protocol;
import dev.aloft.serving.Scaling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Endpoints of one name and their parts, as an observation shows them. Pure. */
final class EndpointScene {
  static final String NAME = "churn";
  static final String OWNER = "log7q2x";
  static final String ONE = "aaaaaaaaaaa1";
  static final String TWO = "bbbbbbbbbbb2";

  private EndpointScene() {}

  static Part labelled(Part part, String cost) {
    Map<String, String> facts = new LinkedHashMap<>(part.facts());
    facts.put(EndpointParts.LABEL + "cost", cost);
    return new Part(
        part.kind(), part.id(), part.state(), part.word(), part.ours(), part.bills(), facts);
  }

  static Part untold(Part part) {
    Map<String, String> facts = new LinkedHashMap<>(part.facts());
    facts.remove(EndpointParts.OWNER);
    facts.put(EndpointParts.UNTOLD, "tags");
    return new Part(part.kind(), part.id(), part.state(), part.word(), false, part.bills(), facts);
  }

  static Target<EndpointSpec> target(@Nullable EndpointSpec spec, int tries) {
    return new Target<>(NAME, OWNER, 7, spec, null, tries == 0 ? Map.of() : Map.of(NAME, tries));
  }

  static EndpointSpec spec(Scaling scaling, String hash) {
    return EndpointSpec.of(NAME, revision(hash, scaling));
  }

  static EndpointSpec canary(int one, int two) {
    Map<String, Integer> traffic = new LinkedHashMap<>();
    traffic.put(ONE, one);
    traffic.put(TWO, two);
    return new EndpointSpec(
        NAME,
        List.of(revision(ONE, Scaling.ONE), revision(TWO, Scaling.ONE)),
        traffic,
        Map.of(),
        null,
        null);
  }

  static EndpointRevision revision(String hash, Scaling scaling) {
    ModelManifest manifest =
        new ModelManifest(
            ModelFormat.XGBOOST,
            "3.2.0",
            new Signature(
                List.of(new Column("x", DataType.FLOAT32)),
                List.of(new Column("prediction", DataType.FLOAT32))),
            null,
            Map.of("model.json", "00"),
            Map.of());
    return new EndpointRevision(
        hash,
        "s3://bucket/models/" + hash,
        hash,
        manifest,
        null,
        null,
        "xgboost-3.2-0",
        Protocol.SAGEMAKER,
        null,
        scaling,
        Map.of(),
        Map.of(),
        ProviderOptions.none());
  }

  static String model(String hash) {
    return EndpointParts.model(NAME, hash);
  }

  static String config(EndpointSpec spec) {
    return EndpointParts.config(spec, EndpointParts.machines(spec, Observation.NOTHING));
  }

  static Part modelPart(String hash) {
    return part(
        EndpointParts.MODEL,
        model(hash),
        Part.State.READY,
        "Created",
        Map.of(EndpointParts.REVISION, hash));
  }

  static Part configPart(EndpointSpec spec) {
    return part(
        EndpointParts.CONFIG,
        config(spec),
        Part.State.READY,
        "Created",
        Map.of(
            EndpointParts.REVISION, spec.main().hash(),
            EndpointParts.SHARES, EndpointParts.shares(spec)));
  }

  static Part endpoint(String word, EndpointSpec spec, String reason) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(EndpointParts.CONFIG_NAME, config(spec));
    if (!reason.isEmpty()) {
      facts.put(EndpointParts.REASON, reason);
    }
    spec.traffic()
        .forEach(
            (hash, share) -> {
              facts.put(EndpointParts.WEIGHT + hash, share.toString());
              facts.put(EndpointParts.COUNT + hash, "1");
            });
    return part(EndpointParts.ENDPOINT, NAME, EndpointStates.part(word), word, facts);
  }

  static Part part(
      String kind, String id, Part.State state, String word, Map<String, String> facts) {
    Map<String, String> all = new LinkedHashMap<>(facts);
    all.put(EndpointParts.OWNER, OWNER);
    all.put(EndpointParts.NAME, NAME);
    return new Part(kind, id, state, word, true, kind.equals(EndpointParts.ENDPOINT), all);
  }

  static Part foreign(Part part) {
    return new Part(
        part.kind(), part.id(), part.state(), part.word(), false, part.bills(), part.facts());
  }

  static List<Part> with(List<Part> parts, Part more) {
    List<Part> all = new ArrayList<>(parts);
    all.add(more);
    return List.copyOf(all);
  }
}
