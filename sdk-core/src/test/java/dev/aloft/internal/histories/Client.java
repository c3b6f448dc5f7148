package dev.aloft.internal.histories;

import dev.aloft.driver.Action;
import dev.aloft.driver.Next;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Page;
import dev.aloft.driver.Part;
import dev.aloft.driver.ResourceDriver;
import dev.aloft.driver.Target;
import dev.aloft.driver.Timing;
import dev.aloft.error.AloftException;
import dev.aloft.error.Problems;
import dev.aloft.internal.IntentLog;
import dev.aloft.internal.Reconciler;
import dev.aloft.serving.EndpointSpec;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One process with its own reconciler over the one store and the one service. */
final class Client extends Acting {
  final Reconciler<EndpointSpec> reconciler;

  private final World world;

  Client(World world, String name, boolean faulty, Naps naps) {
    super(world, name, faulty, naps);
    this.world = world;
    this.reconciler =
        new Reconciler<>(
            World.KIND, new Driver(), world.codec, new IntentLog(new ReachedStore()), this);
  }

  @Override
  public Timing timing() {
    return world.timing;
  }

  private final class Driver implements ResourceDriver<EndpointSpec> {
    @Override
    public void check(EndpointSpec spec, Problems problems) {}

    @Override
    public Observation observe(Target<EndpointSpec> target) {
      step();
      return world.service.observe(target);
    }

    @Override
    public Next next(Target<EndpointSpec> target, Observation seen) {
      return world.service.next(target, seen);
    }

    @Override
    public void apply(Action action, Target<EndpointSpec> target) {
      Client.this.<Boolean>write(
          action.toString(),
          () -> {
            world.sending(name, sleptJustBefore(), action, target);
            try {
              world.service.apply(action, target);
              world.sent(name, action, target);
            } catch (AloftException e) {
              world.tell(name, action + " of wish " + target.generation() + ": " + e.summary());
              throw e;
            }
            world.tell(name, action + " of wish " + target.generation());
            return true;
          });
    }

    @Override
    public Page<Part> owned(String logId, @Nullable String cursor) {
      step();
      return world.service.owned(logId, cursor);
    }

    @Override
    public void delete(Part part) {
      world.service.delete(part);
    }

    @Override
    public Duration lag() {
      return world.service.lag();
    }
  }
}
