package dev.aloft.local.serving;

import dev.aloft.driver.DriverContext;
import dev.aloft.driver.Settings;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.local.LocalHome;
import dev.aloft.local.http.HttpWarmUp;
import dev.aloft.local.http.KeepAliveClient;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Who holds which endpoint of a home, and the way there. Thread-safe. */
final class Holders {
  private final Path home;
  private final EndpointRecords records;
  private final ServingOptions options;
  private final Settings settings;
  private final ServerProcess server;
  private final Duration timeout;
  private final Map<HostingProcess, KeepAliveClient> clients = new ConcurrentHashMap<>();
  private final Map<String, HostingProcess> known = new ConcurrentHashMap<>();

  Holders(LocalHome home, ServingOptions options, DriverContext context) {
    this.home = home.root();
    this.records = new EndpointRecords(home);
    this.options = options;
    this.settings = context.settings();
    this.server = new ServerProcess(home, records, options, context.classLoader());
    this.timeout = context.requestTimeout();
  }

  EndpointRecords records() {
    return records;
  }

  /** The server of this program, when it holds the endpoint. */
  Optional<EndpointHost> here(String name) {
    return EmbeddedHosts.running(home).filter(host -> host.endpoint(name).isPresent());
  }

  /** Whoever holds an endpoint; empty when nobody does. */
  Optional<EndpointAdmin> find(String name) {
    Optional<EndpointHost> here = here(name);
    if (here.isPresent()) {
      return Optional.of(here.get());
    }
    Optional<EndpointRecord> record = records.find(name);
    if (record.isEmpty()) {
      return Optional.empty();
    }
    if (record.get().process().isAlive()) {
      return Optional.of(admin(record.get().process()));
    }
    return record.get().process().isServer()
        ? Optional.of(new LostEndpoints(records))
        : Optional.empty();
  }

  /**
   * Whoever holds an endpoint, or is to hold it.
   *
   * @throws AloftException INVALID_REQUEST when a server that runs already is to hold it and this
   *     client's settings say something else than that has
   */
  EndpointAdmin findOrStart(String name) {
    Optional<EndpointAdmin> present = find(name);
    if (present.isPresent() && !(present.get() instanceof LostEndpoints)) {
      return present.get();
    }
    return present.isPresent() || options.mode().equals(HostingProcess.PROCESS)
        ? serverProcess()
        : embedded();
  }

  /** Gets ready for {@link #findOrStart} where that may have to start a server here. */
  void prepare() {
    if (options.mode().equals(HostingProcess.EMBEDDED) && EmbeddedHosts.running(home).isEmpty()) {
      HttpWarmUp.start();
    }
  }

  private EndpointAdmin serverProcess() {
    HostingProcess process = server.ensure();
    ServingOptions.requireSame(settings, records.serverSettings());
    return admin(process);
  }

  private EndpointAdmin embedded() {
    EndpointHost host = EmbeddedHosts.start(home, records, options);
    ServingOptions.requireSame(settings, host.settings());
    return host;
  }

  /** The process that holds an endpoint elsewhere, as far as it was known last. */
  HostingProcess process(String name) {
    return known.computeIfAbsent(
        name,
        key ->
            records
                .find(key)
                .map(EndpointRecord::process)
                .filter(HostingProcess::isAlive)
                .orElseThrow(() -> absent(key)));
  }

  /** Makes the next look for an endpoint's process a fresh one. */
  void forget(String name, HostingProcess process) {
    known.remove(name, process);
    KeepAliveClient client = clients.remove(process);
    if (client != null) {
      client.close();
    }
  }

  /** The connections to a process. */
  KeepAliveClient client(HostingProcess process) {
    return clients.computeIfAbsent(
        process, there -> new KeepAliveClient(new InetSocketAddress(reach(there), there.port())));
  }

  /** Ends what holds nothing any more. */
  void endIfEmpty() {
    EmbeddedHosts.endIfEmpty(home);
  }

  /** Closes the connections that are not in use. */
  void close() {
    clients.values().forEach(KeepAliveClient::close);
  }

  private EndpointAdmin admin(HostingProcess process) {
    return new AdminClient(process, client(process), timeout);
  }

  private static String reach(HostingProcess process) {
    return switch (process.host()) {
      case "0.0.0.0", "::" -> "127.0.0.1";
      default -> process.host();
    };
  }

  private static AloftException absent(String name) {
    return AloftException.of(ErrorCode.NOT_FOUND, "nobody serves \"" + name + "\" on this machine")
        .resource(name)
        .build();
  }
}
