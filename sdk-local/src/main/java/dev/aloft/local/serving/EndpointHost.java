package dev.aloft.local.serving;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.local.http.HttpServer;
import dev.aloft.local.http.Request;
import dev.aloft.local.http.Response;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The endpoints of this process behind one HTTP server. Every change is on disk before it is in
 * force, so that a server that is started again serves what was asked last. Thread-safe.
 */
final class EndpointHost implements EndpointAdmin, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EndpointHost.class);

  private final EndpointRecords records;
  private final Map<String, HostedEndpoint> endpoints = new ConcurrentHashMap<>();
  private final Loading loading = new Loading();
  private final Expiries expiries = new Expiries(this::expireAndEnd);
  private final HttpServer server;
  private final HostingProcess process;
  private final Routes routes;
  private final Map<String, String> settings;
  private boolean closed;

  /**
   * Starts to listen.
   *
   * @throws AloftException INVALID_REQUEST naming the setting when the address cannot be taken
   */
  EndpointHost(EndpointRecords records, ServingOptions options) {
    AccessTokens tokens = AccessTokens.of(options.token());
    this.records = records;
    this.routes = new Routes(this, tokens);
    try {
      this.server = HttpServer.start(options.address(), options.limits(), routes);
    } catch (IOException e) {
      throw ListenFailure.of(options, e);
    }
    this.settings = options.shown(server.address().getPort());
    this.process =
        HostingProcess.current(
            options.mode(), options.host(), server.address().getPort(), tokens.admin());
  }

  HostingProcess process() {
    return process;
  }

  /** What its server was started with, as {@link ServingOptions#requireSame} compares it. */
  Map<String, String> settings() {
    return settings;
  }

  /** The endpoint of that name. */
  Optional<HostedEndpoint> endpoint(String name) {
    return Optional.ofNullable(endpoints.get(name));
  }

  /** The endpoints. */
  Collection<HostedEndpoint> endpoints() {
    return endpoints.values();
  }

  /** The names in order. */
  List<String> names() {
    return List.copyOf(new TreeMap<>(endpoints).keySet());
  }

  /** Answers a request that did not come through a socket. */
  Response answer(Request request) {
    return routes.answer(request);
  }

  @Override
  public Optional<EndpointRecord> find(String name) {
    return endpoint(name).map(endpoint -> endpoint.record(process));
  }

  @Override
  public synchronized void load(String name, String owner, RevisionRecord revision) {
    requireOpen();
    HostedEndpoint endpoint = endpoints.get(name);
    if (endpoint == null) {
      endpoint = claim(name, owner, revision);
    } else {
      requireOwner(endpoint, owner);
      Optional<HostedRevision> present = endpoint.revision(revision.hash());
      if (present.isPresent() && present.get().record().state() != RevisionRecord.State.FAILED) {
        return;
      }
      HostedRevision fresh = HostedRevision.loading(revision);
      records.write(endpoint.record(process).with(fresh.record()));
      endpoint.add(fresh);
    }
    loading.start(endpoint, revision);
    notifyAll();
  }

  @Override
  public synchronized void route(
      String name, String owner, Map<String, Integer> traffic, @Nullable Duration expiresAfter) {
    HostedEndpoint endpoint = require(name, owner);
    for (Map.Entry<String, Integer> share : traffic.entrySet()) {
      boolean ready = endpoint.revision(share.getKey()).filter(HostedRevision::isReady).isPresent();
      if (share.getValue() > 0 && !ready) {
        throw AloftException.of(
                ErrorCode.BUSY, "revision " + share.getKey() + " of \"" + name + "\" is not ready")
            .build();
      }
    }
    Expiry expiry = Expiry.from(Instant.now(), expiresAfter);
    records.write(endpoint.record(process).routing(traffic, expiry));
    endpoint.route(traffic, expiry);
    endpoint
        .log()
        .add(
            "calls go to "
                + (traffic.isEmpty() ? "nobody" : traffic)
                + (expiry == null ? "" : " until " + expiry.at()));
    if (expiry != null) {
      expiries.look();
    }
  }

  /** Ends with its last endpoint as after an undeploy; a server process sees to that itself. */
  private Optional<Instant> expireAndEnd() {
    Optional<Instant> next = expire();
    if (next.isEmpty() && !process.isServer()) {
      EmbeddedHosts.endIfEmpty(records.home());
    }
    return next;
  }

  /** Removes the endpoints whose time is over; gives when the next one is. */
  private synchronized Optional<Instant> expire() {
    Instant now = Instant.now();
    for (HostedEndpoint endpoint : List.copyOf(endpoints.values())) {
      if (!closed && endpoint.expiresAt().filter(end -> !end.isAfter(now)).isPresent()) {
        LOG.info("the time of endpoint {} is over: it is removed", endpoint.name());
        route(endpoint.name(), endpoint.owner(), Map.of(), null);
        for (RevisionRecord revision : endpoint.record(process).revisions()) {
          unload(endpoint.name(), endpoint.owner(), revision.hash());
        }
      }
    }
    return endpoints.values().stream()
        .flatMap(endpoint -> endpoint.expiresAt().stream())
        .min(Comparator.naturalOrder());
  }

  @Override
  public synchronized void unload(String name, String owner, String hash) {
    HostedEndpoint endpoint = require(name, owner);
    if (endpoint.isRouted(hash)) {
      throw AloftException.of(
              ErrorCode.BUSY, "revision " + hash + " of \"" + name + "\" still takes calls")
          .build();
    }
    EndpointRecord rest = endpoint.record(process).without(hash);
    if (rest.revisions().isEmpty()) {
      endpoint.log().end();
      records.delete(name);
      endpoints.remove(name);
    } else {
      records.write(rest);
      endpoint.log().add("revision " + hash + " unloaded");
    }
    endpoint.remove(hash);
    notifyAll();
  }

  /** Takes over an endpoint of a process that ended. */
  synchronized void restore(EndpointRecord record) {
    HostedEndpoint endpoint = hosted(record.name(), record.owner());
    record.revisions().forEach(revision -> endpoint.add(HostedRevision.loading(revision)));
    endpoint.route(record.traffic(), record.expiry());
    records.write(endpoint.record(process));
    endpoints.put(record.name(), endpoint);
    endpoint.log().add("served again by " + process);
    record.revisions().forEach(revision -> loading.start(endpoint, revision));
    if (record.expiry() != null) {
      expiries.look();
    }
  }

  /** Waits until it holds an endpoint, at most this long. */
  synchronized void awaitUse(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    for (long left = limit.toNanos(); endpoints.isEmpty() && left > 0; ) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = end - System.nanoTime();
    }
  }

  /** Waits until it holds no endpoint. */
  synchronized void awaitEmpty() throws InterruptedException {
    while (!endpoints.isEmpty()) {
      wait();
    }
  }

  /** Ends when it holds nothing; whether it did. */
  boolean closeIfEmpty() {
    synchronized (this) {
      if (!endpoints.isEmpty()) {
        return false;
      }
      closed = true;
    }
    close();
    return true;
  }

  /**
   * Ends: answers what is under way, and takes the records of embedded endpoints away. Closing
   * twice is fine.
   */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    server.close();
    loading.close();
    expiries.close();
    if (!process.isServer()) {
      endpoints.values().forEach(endpoint -> endpoint.log().end());
      endpoints.keySet().forEach(records::delete);
    }
    LOG.debug("{} ended", process);
  }

  private HostedEndpoint claim(String name, String owner, RevisionRecord revision) {
    return records.locked(
        () -> {
          requireUnclaimed(name);
          HostedEndpoint endpoint = hosted(name, owner);
          endpoint.add(HostedRevision.loading(revision));
          records.write(endpoint.record(process));
          endpoints.put(name, endpoint);
          return endpoint;
        });
  }

  private HostedEndpoint hosted(String name, String owner) {
    return new HostedEndpoint(name, owner, new EndpointLog(records.log(name), Clock.systemUTC()));
  }

  private void requireUnclaimed(String name) {
    Optional<EndpointRecord> other =
        records.find(name).filter(record -> record.process().isAlive());
    if (other.isPresent()) {
      throw AloftException.of(
              ErrorCode.ALREADY_EXISTS,
              "\"" + name + "\" is held by " + other.get().process() + " already")
          .build();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw AloftException.of(ErrorCode.UNAVAILABLE, "this server is ending")
          .effect(dev.aloft.error.Effect.NONE)
          .build();
    }
  }

  private HostedEndpoint require(String name, String owner) {
    HostedEndpoint endpoint = endpoints.get(name);
    if (endpoint == null) {
      throw AloftException.of(ErrorCode.NOT_FOUND, "there is no endpoint \"" + name + "\" here")
          .build();
    }
    requireOwner(endpoint, owner);
    return endpoint;
  }

  private static void requireOwner(HostedEndpoint endpoint, String owner) {
    if (!endpoint.owner().equals(owner)) {
      throw AloftException.of(
              ErrorCode.CONFLICT_NOT_OURS,
              "\"" + endpoint.name() + "\" was made by another intent log, " + endpoint.owner())
          .build();
    }
  }
}
