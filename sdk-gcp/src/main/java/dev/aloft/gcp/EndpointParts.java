package dev.aloft.gcp;

import dev.aloft.driver.Observation;
import dev.aloft.driver.Part;
import dev.aloft.serving.EndpointSpec;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Kinds, names and facts of an endpoint's parts. The endpoint keeps its name; the model of a
 * revision is called {@code aloft-<endpoint>-<hash>}, and what is deployed has a number made from
 * the hash. Pure.
 */
final class EndpointParts {
  static final String MODEL = "model";
  static final String ENDPOINT = "endpoint";
  static final String DEPLOYED = "deployed-model";
  static final String OPERATION = "operation";

  /** The label that tells models of endpoints from registered ones. */
  static final String KIND = "aloft-kind";

  static final String OF_ENDPOINT = "endpoint";

  /** What copies of models are made for here. */
  static final String USE = "serving";

  /** Facts of an endpoint. */
  static final String ETAG = "etag";

  static final String HOST = "host";

  /** The fact of an endpoint: how many seconds a model may take; missing where nobody said. */
  static final String ANSWER_SECONDS = "answer-seconds";

  static final String LABEL = "label.";
  static final String SHARE = "share.";

  /** Facts of an operation. */
  static final String ABOUT = "about";

  /** The fact of an endpoint: the operation that failed last. */
  static final String FAILED = "failed";

  static final String REASON = "reason";
  static final String CODE = "code";

  private static final String MARK = "aloft-";
  private static final Pattern HASH = Pattern.compile("[a-z0-9]{12}");
  private static final long LEAST = 1_000_000_000L;

  private EndpointParts() {}

  static String model(String name, String hash) {
    return MARK + name + "-" + hash;
  }

  /** The revision of a model of an endpoint; null of any other. */
  static @Nullable String revision(String name, String modelId) {
    String prefix = MARK + name + "-";
    if (!modelId.startsWith(prefix)) {
      return null;
    }
    String hash = modelId.substring(prefix.length());
    return HASH.matcher(hash).matches() ? hash : null;
  }

  /** The number of what is deployed of a revision: ten digits. */
  static String deployed(String name, String hash) {
    CRC32 sum = new CRC32();
    sum.update(model(name, hash).getBytes(StandardCharsets.UTF_8));
    return Long.toString(LEAST + sum.getValue()); // at most 5,294,967,295
  }

  static String fact(Part part, String name) {
    @Nullable String fact = part.fact(name);
    return fact == null ? "" : fact;
  }

  /** Percent of the calls by revision, as the endpoint tells them; without those of nothing. */
  static Map<String, Integer> traffic(Observation seen) {
    Map<String, Integer> traffic = new LinkedHashMap<>();
    seen.first(ENDPOINT)
        .ifPresent(
            endpoint ->
                endpoint
                    .facts()
                    .forEach(
                        (fact, value) -> {
                          if (fact.startsWith(SHARE) && !value.equals("0")) {
                            traffic.put(fact.substring(SHARE.length()), Integer.valueOf(value));
                          }
                        }));
    return traffic;
  }

  /** The shares that are wished, without those of nothing. */
  static Map<String, Integer> traffic(EndpointSpec spec) {
    Map<String, Integer> traffic = new LinkedHashMap<>(spec.traffic());
    traffic.values().removeIf(percent -> percent == 0);
    return traffic;
  }

  /** What is deployed of a revision. */
  static Optional<Part> deployedOf(Observation seen, String hash) {
    return seen.parts(DEPLOYED).stream()
        .filter(part -> fact(part, Labels.REVISION).equals(hash))
        .findFirst();
  }
}
