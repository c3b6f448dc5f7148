package dev.aloft.local.serving;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The servers of this program, one for each home. A server starts with its first endpoint, outlives
 * the client that started it, and ends with its last endpoint or with the program. Thread-safe.
 */
final class EmbeddedHosts {
  private static final Map<Path, EndpointHost> HOSTS = new ConcurrentHashMap<>();
  private static boolean watched;

  private EmbeddedHosts() {}

  /** The server of a home, if it runs in this program. */
  static Optional<EndpointHost> running(Path home) {
    return Optional.ofNullable(HOSTS.get(home));
  }

  /** The server of a home, started if need be. */
  static synchronized EndpointHost start(Path home, EndpointRecords records, ServingOptions how) {
    EndpointHost running = HOSTS.get(home);
    if (running == null) {
      records.locked(records::forgetEndedPrograms);
      running = new EndpointHost(records, how);
      HOSTS.put(home, running);
      watchTheEnd();
    }
    return running;
  }

  /** Ends the server of a home if it holds nothing any more. */
  static void endIfEmpty(Path home) {
    EndpointHost running = HOSTS.get(home);
    if (running != null && running.closeIfEmpty()) {
      HOSTS.remove(home, running);
    }
  }

  private static void watchTheEnd() {
    if (!watched) {
      watched = true;
      Runtime.getRuntime().addShutdownHook(new Thread(EmbeddedHosts::endAll, "aloft-end"));
    }
  }

  private static void endAll() {
    HOSTS.values().forEach(EndpointHost::close);
  }
}
