package dev.aloft.aws;

import dev.aloft.driver.Action;
import dev.aloft.driver.Invoker;
import dev.aloft.driver.Next;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Page;
import dev.aloft.driver.Part;
import dev.aloft.driver.RuntimeOffer;
import dev.aloft.driver.ServingDriver;
import dev.aloft.driver.Target;
import dev.aloft.error.Problems;
import dev.aloft.serving.EndpointSpec;
import dev.aloft.serving.EndpointState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides as SageMaker's driver does and has no service; for what core foresees. */
final class PlainDriver implements ServingDriver {
  @Override
  public void check(EndpointSpec spec, Problems problems) {}

  @Override
  public Observation observe(Target<EndpointSpec> target) {
    return Observation.NOTHING;
  }

  @Override
  public Next next(Target<EndpointSpec> target, Observation seen) {
    return EndpointSteps.next(target, seen);
  }

  @Override
  public void apply(Action action, Target<EndpointSpec> target) {}

  @Override
  public Page<Part> owned(String logId, @Nullable String cursor) {
    return Page.last(List.of());
  }

  @Override
  public void delete(Part part) {}

  @Override
  public List<RuntimeOffer> runtimes() {
    return List.of();
  }

  @Override
  public Page<String> list(@Nullable String cursor) {
    return Page.last(List.of());
  }

  @Override
  public EndpointState state(Target<EndpointSpec> target, Observation seen) {
    return EndpointStates.of(target, seen);
  }

  @Override
  public Invoker invoker(Target<EndpointSpec> target, Observation seen) {
    throw new UnsupportedOperationException();
  }
}
