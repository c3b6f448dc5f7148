package dev.aloft.local.serving;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The few writes that make, change and remove an endpoint, as the process that holds it offers
 * them. Each is repeatable: the same again changes nothing. All of them refuse an endpoint that
 * another intent log made with CONFLICT_NOT_OURS.
 */
interface EndpointAdmin {

  /** The endpoint as it is now. */
  Optional<EndpointRecord> find(String name);

  /** Starts to load a revision; it takes no calls before it is routed to. */
  void load(String name, String owner, RevisionRecord revision);

  /**
   * Shares the calls between loaded revisions, at once for all that come from now on; the calls
   * that are under way end where they began.
   *
   * @param traffic percent by revision hash; empty to answer no more calls
   * @param expiresAfter how long from now until whoever holds the endpoint removes it; null for
   *     never
   */
  void route(
      String name, String owner, Map<String, Integer> traffic, @Nullable Duration expiresAfter);

  /** Forgets a revision that takes no calls; the endpoint goes with its last one. */
  void unload(String name, String owner, String hash);
}
