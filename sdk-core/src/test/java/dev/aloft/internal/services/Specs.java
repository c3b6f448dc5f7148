package dev.aloft.internal.services;

import dev.aloft.ProviderOptions;
import dev.aloft.internal.intent.Revisions;
import dev.aloft.model.ModelFormat;
import dev.aloft.model.ModelManifest;
import dev.aloft.model.Signature;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import dev.aloft.serving.Protocol;
import dev.aloft.serving.Scaling;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Wishes for tests. A model whose name starts with {@code bad} fails wherever it is deployed. */
public final class Specs {
  private Specs() {}

  /** A revision that serves a model. */
  public static EndpointRevision revision(String model, boolean automatic) {
    ModelManifest manifest =
        new ModelManifest(
            ModelFormat.XGBOOST, "3.0.5", Signature.UNKNOWN, null, Map.of(), Map.of());
    return Revisions.hashed(
        new EndpointRevision(
            "",
            "mem://models/" + model,
            model,
            manifest,
            null,
            null,
            "xgboost-3.0",
            Protocol.V2,
            null,
            automatic ? Scaling.between(1, 3, 600) : Scaling.ONE,
            Map.of(),
            Map.of(),
            ProviderOptions.none()));
  }

  /** An endpoint with one revision. */
  public static EndpointSpec single(String name, EndpointRevision revision) {
    return EndpointSpec.of(name, revision);
  }

  /** An endpoint with two revisions. */
  public static EndpointSpec split(
      String name, EndpointRevision main, EndpointRevision canary, int percent) {
    Map<String, Integer> traffic = new LinkedHashMap<>();
    traffic.put(main.hash(), 100 - percent);
    traffic.put(canary.hash(), percent);
    return new EndpointSpec(name, List.of(main, canary), traffic, Map.of(), null, null);
  }

  /** Whether every model of a wish works. */
  public static boolean isGood(EndpointSpec spec) {
    return spec.revisions().stream().noneMatch(revision -> revision.modelHash().startsWith("bad"));
  }
}
