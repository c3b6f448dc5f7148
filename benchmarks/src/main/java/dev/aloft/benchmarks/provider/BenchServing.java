package dev.aloft.benchmarks.provider;

import dev.aloft.driver.Action;
import dev.aloft.driver.DriverContext;
import dev.aloft.driver.Invoker;
import dev.aloft.driver.Next;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Page;
import dev.aloft.driver.Part;
import dev.aloft.driver.RuntimeOffer;
import dev.aloft.driver.ServingDriver;
import dev.aloft.driver.Target;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.Problems;
import dev.aloft.serving.EndpointSpec;
import dev.aloft.serving.EndpointState;
import dev.aloft.serving.Protocol;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Endpoints of one part each, ready as soon as it is written. Thread-safe. */
final class BenchServing implements ServingDriver {
  private static final String KIND = "endpoint";
  private static final String REVISION = "revision";

  private final DriverContext context;
  private final Map<String, Part> parts = new ConcurrentHashMap<>();

  BenchServing(DriverContext context) {
    this.context = context;
  }

  @Override
  public void check(EndpointSpec spec, Problems problems) {}

  @Override
  public Observation observe(Target<EndpointSpec> target) {
    return context.send(
        context.call("DescribeEndpoint", target.name()).repeatable().build(),
        () -> {
          Part part = parts.get(target.name());
          return part == null ? Observation.NOTHING : new Observation(List.of(part));
        });
  }

  @Override
  public Next next(Target<EndpointSpec> target, Observation seen) {
    Part part = seen.first(KIND).orElse(null);
    EndpointSpec spec = target.spec();
    if (spec == null) {
      return part == null ? Next.done() : Next.act(Action.of("delete", KIND, target.name()));
    }
    if (part != null && spec.main().hash().equals(part.fact(REVISION))) {
      return Next.done();
    }
    Action write = Action.of(part == null ? "create" : "update", KIND, target.name());
    return Next.act(
        write.with(REVISION, spec.main().hash()).with("aloft-name", target.name()).asCounted());
  }

  @Override
  public void apply(Action action, Target<EndpointSpec> target) {
    context.send(
        context.call(action.verb(), action.id()).timeout(action.timeout()).build(),
        () -> {
          if (action.verb().equals("delete")) {
            parts.remove(action.id());
          } else {
            parts.put(action.id(), part(action));
          }
          return action;
        });
  }

  private static Part part(Action action) {
    return new Part(KIND, action.id(), Part.State.READY, "InService", true, true, action.facts());
  }

  @Override
  public Page<Part> owned(String logId, @Nullable String cursor) {
    return Page.last(List.copyOf(parts.values()));
  }

  @Override
  public void delete(Part part) {
    parts.remove(part.id());
  }

  @Override
  public List<RuntimeOffer> runtimes() {
    return List.of(
        new RuntimeOffer("bench", BenchRegistry.FORMAT, null, null, "aloft", Protocol.V2, ""));
  }

  @Override
  public Page<String> list(@Nullable String cursor) {
    return Page.last(parts.keySet().stream().sorted().toList());
  }

  @Override
  public EndpointState state(Target<EndpointSpec> target, Observation seen) {
    return seen.isEmpty() ? EndpointState.ABSENT : EndpointState.READY;
  }

  @Override
  public Invoker invoker(Target<EndpointSpec> target, Observation seen) {
    throw AloftException.of(ErrorCode.NOT_FOUND, "endpoints here serve nothing")
        .resource(target.name())
        .build();
  }
}
