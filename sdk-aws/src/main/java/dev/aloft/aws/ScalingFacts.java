package dev.aloft.aws;

import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.Scaling;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is wished of the scaling of a variant, as facts of its parts. Pure. */
final class ScalingFacts {
  static final String OUT_COOLDOWN = "outCooldown";
  static final String IN_COOLDOWN = "inCooldown";

  private static final Duration COOLDOWN = Duration.ofMinutes(5);

  private ScalingFacts() {}

  /** Between how many machines, or calls at once of a serverless variant. */
  static Map<String, String> target(EndpointRevision revision) {
    Scaling scaling = revision.scaling();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(EndpointParts.REVISION, revision.hash());
    facts.put(EndpointParts.MIN, Integer.toString(scaling.min()));
    facts.put(EndpointParts.MAX, Integer.toString(scaling.max()));
    return facts;
  }

  /** Which load to aim at, and how long to wait after a change. */
  static Map<String, String> policy(EndpointRevision revision) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(EndpointParts.REVISION, revision.hash());
    facts.put(EndpointParts.TARGET_VALUE, Double.toString(revision.scaling().targetPerMinute()));
    facts.put(OUT_COOLDOWN, seconds(revision, SageMaker.SCALE_OUT_COOLDOWN));
    facts.put(IN_COOLDOWN, seconds(revision, SageMaker.SCALE_IN_COOLDOWN));
    return facts;
  }

  private static String seconds(
      EndpointRevision revision, dev.aloft.ProviderOption<Duration> option) {
    return Long.toString(revision.options().get(option).orElse(COOLDOWN).toSeconds());
  }
}
