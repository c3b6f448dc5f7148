package dev.aloft.local.serving;

import dev.aloft.driver.Observation;
import dev.aloft.driver.Part;
import dev.aloft.driver.Target;
import dev.aloft.serving.EndpointSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Endpoints as parts: one of kind {@code revision} for every revision, and one of kind {@code
 * endpoint} while calls are routed. Pure.
 */
final class EndpointParts {
  static final String REVISION = "revision";
  static final String ENDPOINT = "endpoint";
  static final String HASH = "aloft-revision";
  static final String OWNER = "aloft-owner";
  static final String NAME = "aloft-name";
  static final String REASON = "reason";
  static final String CODE = "code";
  static final String LOST = "LOST";

  private static final String SERVING = "SERVING";
  private static final String SHARE = "traffic.";
  private static final String EXPIRES_AFTER = "expiresAfter";

  private EndpointParts() {}

  /** The id of a revision's part. */
  static String id(String name, String hash) {
    return name + "-" + hash;
  }

  /** The hash of the revision whose part has that id. */
  static String hash(String name, String id) {
    return id.substring(name.length() + 1);
  }

  static List<Part> of(EndpointRecord record, String logId) {
    boolean ours = record.owner().equals(logId);
    boolean lost =
        record.revisions().stream()
            .anyMatch(revision -> revision.state() == RevisionRecord.State.LOST);
    List<Part> parts = new ArrayList<>();
    if (!record.traffic().isEmpty()) {
      parts.add(endpoint(record, ours, lost));
    }
    record.revisions().forEach(revision -> parts.add(revision(record, revision, ours)));
    return parts;
  }

  private static Part endpoint(EndpointRecord record, boolean ours, boolean lost) {
    Expiry expiry = record.expiry();
    Map<String, String> facts =
        routed(
            record.name(),
            record.owner(),
            record.traffic(),
            expiry == null ? null : expiry.after());
    facts.put("url", record.url());
    if (expiry != null) {
      facts.put("expiresAt", expiry.at().toString());
    }
    facts.put("mode", record.process().mode());
    facts.put("holder", record.process().words());
    return new Part(
        ENDPOINT,
        record.name(),
        lost ? Part.State.FAILED : Part.State.READY,
        lost ? LOST : SERVING,
        ours,
        false,
        facts);
  }

  private static Part revision(EndpointRecord record, RevisionRecord revision, boolean ours) {
    Map<String, String> facts = tags(record.name(), record.owner(), revision.hash());
    if (!revision.reason().isEmpty()) {
      facts.put(REASON, revision.reason());
    }
    if (revision.code() != null) {
      facts.put(CODE, revision.code());
    }
    return new Part(
        REVISION,
        id(record.name(), revision.hash()),
        state(revision.state()),
        revision.state().name(),
        ours,
        false,
        facts);
  }

  private static Part.State state(RevisionRecord.State state) {
    return switch (state) {
      case LOADING -> Part.State.CHANGING;
      case READY -> Part.State.READY;
      case FAILED, LOST -> Part.State.FAILED;
    };
  }

  /** What an endpoint's part says once it is as wished. */
  static Map<String, String> routed(EndpointSpec spec, String owner) {
    return routed(spec.name(), owner, EndpointSteps.shares(spec), spec.expiresAfter());
  }

  private static Map<String, String> routed(
      String name, String owner, Map<String, Integer> traffic, @Nullable Duration expiresAfter) {
    Map<String, String> facts = tags(name, owner, traffic.keySet().iterator().next());
    traffic.forEach((hash, percent) -> facts.put(SHARE + hash, percent.toString()));
    if (expiresAfter != null) {
      facts.put(EXPIRES_AFTER, expiresAfter.toString());
    }
    return facts;
  }

  static Map<String, String> tags(String name, String owner, String hash) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(OWNER, owner);
    facts.put(NAME, name);
    facts.put(HASH, hash);
    return facts;
  }

  /** How the calls are shared, as an observation shows it; empty when nothing is routed. */
  static Map<String, Integer> traffic(Observation seen) {
    Map<String, Integer> traffic = new LinkedHashMap<>();
    seen.first(ENDPOINT)
        .ifPresent(
            endpoint ->
                endpoint
                    .facts()
                    .forEach(
                        (fact, value) -> {
                          if (fact.startsWith(SHARE)) {
                            traffic.put(fact.substring(SHARE.length()), Integer.valueOf(value));
                          }
                        }));
    return traffic;
  }

  /** How long after it became ready the endpoint is to be removed; empty for never. */
  static Optional<Duration> expiresAfter(Observation seen) {
    return seen.first(ENDPOINT).map(part -> part.fact(EXPIRES_AFTER)).map(Duration::parse);
  }

  /** The part of a revision. */
  static Optional<Part> revision(Target<?> target, Observation seen, String hash) {
    return seen.part(REVISION, id(target.name(), hash));
  }
}
