package dev.aloft.internal;

import dev.aloft.Capability;
import dev.aloft.driver.Action;
import dev.aloft.driver.Backend;
import dev.aloft.driver.Invoker;
import dev.aloft.driver.Next;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Page;
import dev.aloft.driver.Part;
import dev.aloft.driver.Payload;
import dev.aloft.driver.Reply;
import dev.aloft.driver.RuntimeOffer;
import dev.aloft.driver.ServingDriver;
import dev.aloft.driver.Target;
import dev.aloft.driver.Timing;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.Problems;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import dev.aloft.serving.EndpointState;
import dev.aloft.serving.Protocol;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Endpoints that answer 0.5, each by one revision, and take only what is written for it. */
final class ServedCloud implements Backend {
  final Map<String, String> serving = new ConcurrentHashMap<>();
  final AtomicInteger looks = new AtomicInteger();

  /** Nothing is changed for now. */
  volatile boolean holdsUpdates;

  /** Which revision answers is told, beside whether it is the wished one. */
  volatile boolean tellsTraffic;

  /** A change goes on although the new revision answers. */
  volatile boolean lagsBehind;

  /** What answers says which revision it is; null when it does not. */
  volatile @Nullable String answersAs;

  /** What answers says truly which revision it is. */
  volatile boolean tellsRevision;

  /** Looks wait for it. */
  volatile CountDownLatch sight = new CountDownLatch(0);

  /** How looks fail; null when they do not. */
  volatile @Nullable ErrorCode blind;

  /** What this process was to get ready for. */
  final List<EndpointSpec> prepared = new CopyOnWriteArrayList<>();

  private final Map<String, EndpointRevision> revisions = new ConcurrentHashMap<>();
  private final ConcurrentLinkedDeque<Payload> payloads = new ConcurrentLinkedDeque<>();
  private final ObjectStore staging;
  private final Serving driver = new Serving();

  ServedCloud(Timing timing) {
    this.staging = new MemoryStore(timing);
  }

  Payload lastPayload() {
    return payloads.getLast();
  }

  int calls() {
    return payloads.size();
  }

  @Override
  public String scope() {
    return "account/region";
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.SERVING);
  }

  @Override
  public ObjectStore staging() {
    return staging;
  }

  @Override
  public ServingDriver serving() {
    return driver;
  }

  @Override
  public void close() {}

  private final class Serving implements ServingDriver {
    @Override
    public List<RuntimeOffer> runtimes() {
      return List.of();
    }

    @Override
    public Page<String> list(String cursor) {
      return Page.last(List.copyOf(serving.keySet()));
    }

    @Override
    public void check(EndpointSpec spec, Problems problems) {}

    @Override
    public void prepare(EndpointSpec spec) {
      prepared.add(spec);
    }

    @Override
    public Observation observe(Target<EndpointSpec> target) {
      looks.incrementAndGet();
      awaitSight();
      ErrorCode fault = blind;
      if (fault != null) {
        throw AloftException.of(fault, "nothing can be seen").build();
      }
      Stream.of(target.wish().stream(), Stream.ofNullable(target.settled()))
          .flatMap(specs -> specs)
          .forEach(spec -> revisions.put(spec.main().hash(), spec.main()));
      String hash = serving.get(target.name());
      return hash == null
          ? Observation.NOTHING
          : new Observation(
              List.of(
                  new Part(
                      "endpoint",
                      target.name(),
                      Part.State.READY,
                      "InService",
                      true,
                      true,
                      Map.of("revision", hash))));
    }

    private void awaitSight() {
      try {
        sight.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw AloftException.of(ErrorCode.INTERRUPTED, "interrupted while looking").build();
      }
    }

    private String hash(Observation seen) {
      return seen.first("endpoint").map(part -> part.fact("revision")).orElse("");
    }

    private String wished(Target<EndpointSpec> target) {
      return target.wish().map(spec -> spec.main().hash()).orElse("");
    }

    @Override
    public Next next(Target<EndpointSpec> target, Observation seen) {
      if (hash(seen).equals(wished(target))) {
        return lagsBehind ? Next.await("cleaning up") : Next.done();
      }
      return holdsUpdates
          ? Next.await("changing")
          : Next.act(Action.of("update", "endpoint", target.name()));
    }

    @Override
    public void apply(Action action, Target<EndpointSpec> target) {
      if (target.wish().isEmpty()) {
        serving.remove(target.name());
      } else {
        serving.put(target.name(), wished(target));
      }
    }

    @Override
    public EndpointState state(Target<EndpointSpec> target, Observation seen) {
      return hash(seen).equals(wished(target)) && !lagsBehind
          ? EndpointState.READY
          : EndpointState.UPDATING;
    }

    @Override
    public Map<String, Integer> traffic(Target<EndpointSpec> target, Observation seen) {
      return tellsTraffic ? Map.of(hash(seen), 100) : ServingDriver.super.traffic(target, seen);
    }

    @Override
    public Invoker invoker(Target<EndpointSpec> target, Observation seen) {
      Protocol protocol = target.wish().map(spec -> spec.main().protocol()).orElse(Protocol.RAW);
      return new Channel(target.name(), protocol);
    }

    @Override
    public Page<Part> owned(String logId, String cursor) {
      return Page.last(List.of());
    }

    @Override
    public void delete(Part part) {}
  }

  private final class Channel implements Invoker {
    private final String name;
    private final Protocol protocol;

    Channel(String name, Protocol protocol) {
      this.name = name;
      this.protocol = protocol;
    }

    @Override
    public Protocol protocol() {
      return protocol;
    }

    @Override
    public String url() {
      return "mem://" + name;
    }

    @Override
    public long maxRequestBytes() {
      return 1 << 20;
    }

    @Override
    public Reply invoke(Payload payload, Duration timeout) {
      payloads.add(payload);
      Protocol own = revisions.get(serving.get(name)).protocol();
      boolean json = own.equals(Protocol.V1);
      if (json != payload.contentType().startsWith("application/json")) {
        throw AloftException.of(ErrorCode.MODEL_FAILED, "these are no rows for " + own)
            .effect(Effect.DONE)
            .build();
      }
      String answer = json ? "{\"predictions\":[0.5]}" : "0.5";
      return new Reply(
          answer.getBytes(StandardCharsets.UTF_8),
          json ? "application/json" : "text/csv",
          Map.of(),
          tellsRevision ? serving.get(name) : answersAs);
    }
  }
}
