package dev.aloft.local.serving;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint in its process. Calls read one snapshot, so that a change is at once and whole for
 * them; changes come from one thread at a time. Thread-safe.
 */
final class HostedEndpoint {
  private final String name;
  private final String owner;
  private final EndpointLog log;
  private volatile Snapshot snapshot = new Snapshot(Map.of(), Traffic.NONE);
  private volatile @Nullable Expiry expiry;

  HostedEndpoint(String name, String owner, EndpointLog log) {
    this.name = name;
    this.owner = owner;
    this.log = log;
  }

  String name() {
    return name;
  }

  String owner() {
    return owner;
  }

  EndpointLog log() {
    return log;
  }

  /** What others may know of it. */
  EndpointRecord record(HostingProcess process) {
    Snapshot now = snapshot;
    List<RevisionRecord> revisions =
        now.revisions.values().stream().map(HostedRevision::record).toList();
    return new EndpointRecord(name, owner, process, now.traffic.shares(), revisions, expiry);
  }

  Optional<HostedRevision> revision(String hash) {
    return Optional.ofNullable(snapshot.revisions.get(hash));
  }

  /** The revision for the next call; empty when none answers. */
  Optional<HostedRevision> next() {
    Snapshot now = snapshot;
    String hash = now.traffic.next();
    if (hash == null) {
      return Optional.empty();
    }
    HostedRevision chosen = now.revisions.get(hash);
    return chosen != null && chosen.isReady() ? Optional.of(chosen) : now.anyReady();
  }

  /** Whether a call would be answered. */
  boolean isReady() {
    return snapshot.anyReady().isPresent();
  }

  /** When it is to be removed; empty for never. */
  Optional<Instant> expiresAt() {
    return Optional.ofNullable(expiry).map(Expiry::at);
  }

  /** The revisions that take calls. */
  List<HostedRevision> routed() {
    Snapshot now = snapshot;
    return now.revisions.values().stream()
        .filter(revision -> now.traffic.includes(revision.hash()))
        .toList();
  }

  boolean isRouted(String hash) {
    return snapshot.traffic.includes(hash);
  }

  boolean isEmpty() {
    return snapshot.revisions.isEmpty();
  }

  synchronized void add(HostedRevision revision) {
    Map<String, HostedRevision> revisions = new LinkedHashMap<>(snapshot.revisions);
    revisions.put(revision.hash(), revision);
    snapshot = new Snapshot(revisions, snapshot.traffic);
  }

  /** Changes a revision if it is still there. */
  synchronized void change(String hash, UnaryOperator<HostedRevision> change) {
    HostedRevision present = snapshot.revisions.get(hash);
    if (present != null) {
      add(change.apply(present));
    }
  }

  synchronized void remove(String hash) {
    Map<String, HostedRevision> revisions = new LinkedHashMap<>(snapshot.revisions);
    revisions.remove(hash);
    snapshot = new Snapshot(revisions, snapshot.traffic);
  }

  synchronized void route(Map<String, Integer> shares, @Nullable Expiry until) {
    expiry = until;
    snapshot = new Snapshot(snapshot.revisions, new Traffic(shares));
  }

  private static final class Snapshot {
    private final Map<String, HostedRevision> revisions;
    private final Traffic traffic;

    Snapshot(Map<String, HostedRevision> revisions, Traffic traffic) {
      this.revisions = revisions;
      this.traffic = traffic;
    }

    Optional<HostedRevision> anyReady() {
      return revisions.values().stream()
          .filter(revision -> traffic.includes(revision.hash()) && revision.isReady())
          .findFirst();
    }
  }
}
