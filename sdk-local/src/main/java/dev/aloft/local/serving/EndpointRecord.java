package dev.aloft.local.serving;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint as its process knows it, and as it stands on disk.
 *
 * @param name the endpoint's name
 * @param owner the intent log that made it
 * @param process who holds it
 * @param traffic percent of the calls by revision hash; empty while nothing is routed
 * @param revisions the revisions
 * @param expiry when it is to be removed; null for never
 */
record EndpointRecord(
    String name,
    String owner,
    HostingProcess process,
    Map<String, Integer> traffic,
    List<RevisionRecord> revisions,
    @Nullable Expiry expiry) {

  EndpointRecord {
    traffic = Collections.unmodifiableMap(new LinkedHashMap<>(traffic));
    revisions = List.copyOf(revisions);
  }

  /** The revision of that hash. */
  Optional<RevisionRecord> revision(String hash) {
    return revisions.stream().filter(revision -> revision.hash().equals(hash)).findFirst();
  }

  /** Where predictions are asked for. */
  String url() {
    return process.url() + "/v2/models/" + name + "/infer";
  }

  /** The same with other traffic. */
  EndpointRecord routing(Map<String, Integer> shares, @Nullable Expiry until) {
    return new EndpointRecord(name, owner, process, shares, revisions, until);
  }

  /** The same with a revision, in place of one of the same hash. */
  EndpointRecord with(RevisionRecord revision) {
    List<RevisionRecord> all = new ArrayList<>(without(revision.hash()).revisions());
    all.add(revision);
    return new EndpointRecord(name, owner, process, traffic, all, expiry);
  }

  /** The same without a revision. */
  EndpointRecord without(String hash) {
    return new EndpointRecord(
        name,
        owner,
        process,
        traffic,
        revisions.stream().filter(revision -> !revision.hash().equals(hash)).toList(),
        expiry);
  }

  /**
   * The same after its process ended.
   *
   * @param lastWords what the process printed last; empty for nothing
   */
  EndpointRecord lost(String lastWords) {
    String why =
        "the server process that held it ended" + (lastWords.isEmpty() ? "" : ": " + lastWords);
    return new EndpointRecord(
        name,
        owner,
        process,
        traffic,
        revisions.stream()
            .map(revision -> revision.in(RevisionRecord.State.LOST, null, why))
            .toList(),
        expiry);
  }
}
