package dev.aloft.aws;

import dev.aloft.driver.Observation;
import dev.aloft.driver.Part;
import dev.aloft.driver.Target;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/**
 * Kinds, names, tags and facts of an endpoint's parts. The endpoint keeps its name; what lies below
 * it is called {@code aloft-<endpoint>-<hash>}, so that one listing finds it, and a variant is
 * called as its revision's hash, so that failures and answers tell whose they are. Pure.
 */
final class EndpointParts {
  static final String MODEL = "model";
  static final String ARCHIVE = "archive";
  static final String CONFIG = "endpoint-config";
  static final String ENDPOINT = "endpoint";
  static final String SCALING_TARGET = "scaling-target";
  static final String SCALING_POLICY = "scaling-policy";

  static final String OWNER = "aloft-owner";
  static final String NAME = "aloft-name";
  static final String REVISION = "aloft-revision";

  /** The tag of a configuration that tells its revisions with their shares, the main one first. */
  static final String SHARES = "aloft-shares";

  /** The tag of a configuration that tells which of its revisions follow the load. */
  static final String SCALED = "aloft-scaled";

  /** The fact of a new part whose tags are not told yet: whose it is, a later look shows. */
  static final String UNTOLD = "untold";

  static final String CONFIG_NAME = "config";
  static final String REASON = "reason";

  /** The fact of an endpoint that tells when it last changed. */
  static final String MODIFIED = "modified";

  static final String ARN = "arn";
  static final String MIN = "min";
  static final String MAX = "max";
  static final String TARGET_VALUE = "target";

  /** Facts of an endpoint: the weight and the machines of each variant. */
  static final String WEIGHT = "weight.";

  static final String COUNT = "count.";

  /** Facts of an endpoint: its tags, where labels are wished. */
  static final String LABEL = "label.";

  static final String IN_SERVICE = "InService";

  private static final String MARK = "aloft-";
  private static final int HASH = 12;
  private static final Pattern HASH_TEXT = Pattern.compile("[a-z0-9]{" + HASH + "}");

  private EndpointParts() {}

  /** What the names of an endpoint's models and configurations begin with. */
  static String prefix(String name) {
    return MARK + name + "-";
  }

  /** Whether a model or configuration of that id belongs to an endpoint of that name. */
  static boolean isOf(String name, String id) {
    String prefix = prefix(name);
    return id.startsWith(prefix) && isHash(id.substring(prefix.length()));
  }

  /** Whether a text has the form of a revision's hash. */
  static boolean isHash(String text) {
    return HASH_TEXT.matcher(text).matches();
  }

  static String model(String name, String hash) {
    return prefix(name) + hash;
  }

  /** The id of the scaling of a variant, as Application Auto Scaling names it. */
  static String scaling(String name, String hash) {
    return "endpoint/" + name + "/variant/" + hash;
  }

  static Set<String> hashes(EndpointSpec spec) {
    Set<String> hashes = new TreeSet<>();
    spec.revisions().forEach(revision -> hashes.add(revision.hash()));
    return hashes;
  }

  /** The revisions whose machines follow the load. */
  static Set<String> scaled(EndpointSpec spec) {
    Set<String> hashes = new TreeSet<>();
    for (EndpointRevision revision : spec.revisions()) {
      if (revision.scaling().isAutomatic()) {
        hashes.add(revision.hash());
      }
    }
    return hashes;
  }

  /** The labels that are wished, as facts. */
  static Map<String, String> labels(EndpointSpec spec) {
    Map<String, String> facts = new LinkedHashMap<>();
    spec.labels().forEach((name, value) -> facts.put(LABEL + name, value));
    return facts;
  }

  /** Labels of the last settled wish that this one leaves out, as facts. */
  static Map<String, String> formerLabels(Target<EndpointSpec> target) {
    EndpointSpec settled = target.settled();
    Map<String, String> facts = new LinkedHashMap<>();
    if (settled != null && target.wish().isPresent()) {
      facts.putAll(labels(settled));
      facts.keySet().removeAll(labels(target.wish().get()).keySet());
    }
    return facts;
  }

  /** The shares as the tag tells them. */
  static String shares(EndpointSpec spec) {
    List<String> shares = new ArrayList<>();
    for (EndpointRevision revision : spec.revisions()) {
      shares.add(revision.hash() + "=" + share(spec, revision.hash()));
    }
    return String.join("/", shares);
  }

  static int share(EndpointSpec spec, String hash) {
    return spec.traffic().getOrDefault(hash, 0);
  }

  /** The revisions of a configuration, as its tag tells them. */
  static Set<String> revisions(Part config) {
    Set<String> hashes = new TreeSet<>();
    for (String share : fact(config, SHARES).split("/", -1)) {
      hashes.add(share.replaceFirst("=.*", ""));
    }
    return hashes;
  }

  /** The name of a configuration, from all that is in it and is not in its revisions. */
  static String config(EndpointSpec spec, Map<String, Integer> machines) {
    return prefix(spec.name())
        + DigestUtils.sha256Hex(shares(spec) + " " + machines).substring(0, HASH);
  }

  /**
   * With how many machines each revision that follows the load begins: its share of those that run
   * now, and at least its least.
   */
  static Map<String, Integer> machines(EndpointSpec spec, Observation seen) {
    int present = present(seen);
    Map<String, Integer> machines = new LinkedHashMap<>();
    for (EndpointRevision revision : spec.revisions()) {
      if (revision.scaling().isAutomatic()) {
        int share = (present * share(spec, revision.hash()) + 99) / 100;
        int least = Math.max(1, revision.scaling().min());
        machines.put(revision.hash(), Math.min(revision.scaling().max(), Math.max(least, share)));
      }
    }
    return machines;
  }

  private static int present(Observation seen) {
    return seen.first(ENDPOINT).stream()
        .flatMap(endpoint -> endpoint.facts().entrySet().stream())
        .filter(fact -> fact.getKey().startsWith(COUNT))
        .mapToInt(fact -> Integer.parseInt(fact.getValue()))
        .sum();
  }

  /** Percent of the calls by variant, as the weights tell; empty when there are none. */
  static Map<String, Integer> traffic(Observation seen) {
    Map<String, Double> weights = new LinkedHashMap<>();
    seen.first(ENDPOINT)
        .ifPresent(
            endpoint ->
                endpoint
                    .facts()
                    .forEach(
                        (fact, value) -> {
                          if (fact.startsWith(WEIGHT)) {
                            weights.put(fact.substring(WEIGHT.length()), Double.valueOf(value));
                          }
                        }));
    double sum = weights.values().stream().mapToDouble(Double::doubleValue).sum();
    Map<String, Integer> traffic = new LinkedHashMap<>();
    weights.forEach(
        (variant, weight) -> {
          int percent = sum > 0 ? (int) Math.round(weight * 100 / sum) : 0;
          if (percent > 0) {
            traffic.put(variant, percent);
          }
        });
    return traffic;
  }

  /** The shares that are wished, without those of nothing. */
  static Map<String, Integer> traffic(EndpointSpec spec) {
    Map<String, Integer> traffic = new LinkedHashMap<>(spec.traffic());
    traffic.values().removeIf(percent -> percent == 0);
    return traffic;
  }

  static String fact(Part part, String name) {
    @Nullable String fact = part.fact(name);
    return fact == null ? "" : fact;
  }
}
