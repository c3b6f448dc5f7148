package dev.aloft.serving;

import dev.aloft.data.Row;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is wished of an endpoint: revisions and how the calls are shared between them. Written to
 * the intent log; drivers read it. Immutable.
 *
 * @param name the endpoint's name
 * @param revisions the revisions, the main one first; at least one
 * @param traffic percent of the calls by revision hash; sums to 100
 * @param labels the caller's labels
 * @param probe a row that must be answered before the endpoint counts as ready; null for none
 * @param expiresAfter how long after it became ready it should be removed; null for never
 */
public record EndpointSpec(
    String name,
    List<EndpointRevision> revisions,
    Map<String, Integer> traffic,
    Map<String, String> labels,
    @Nullable Row probe,
    @Nullable Duration expiresAfter) {

  /** Copies the collections. */
  public EndpointSpec {
    revisions = List.copyOf(revisions);
    traffic = Collections.unmodifiableMap(new LinkedHashMap<>(traffic));
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
  }

  /** An endpoint with one revision that takes all calls. */
  public static EndpointSpec of(String name, EndpointRevision revision) {
    return new EndpointSpec(
        name, List.of(revision), Map.of(revision.hash(), 100), Map.of(), null, null);
  }

  /** The main revision. */
  public EndpointRevision main() {
    return revisions.get(0);
  }

  /** The revision of that hash. */
  public Optional<EndpointRevision> revision(String hash) {
    return revisions.stream().filter(revision -> revision.hash().equals(hash)).findFirst();
  }
}
