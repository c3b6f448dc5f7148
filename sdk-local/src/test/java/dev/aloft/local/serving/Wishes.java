package dev.aloft.local.serving;

import dev.aloft.ProviderOptions;
import dev.aloft.data.Row;
import dev.aloft.driver.Action;
import dev.aloft.driver.Next;
import dev.aloft.driver.Observation;
import dev.aloft.driver.ServingDriver;
import dev.aloft.driver.Target;
import dev.aloft.model.ModelManifest;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import dev.aloft.serving.Protocol;
import dev.aloft.serving.Scaling;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** What is wished of endpoints, and the shortest loop that brings it about. */
final class Wishes {
  static final String LOG = "log1";

  private static final long PAUSE_NANOS = 2_000_000;
  private static final int MOST_STEPS = 10_000;

  private Wishes() {}

  static EndpointRevision revision(String hash, Path directory, ModelManifest manifest) {
    return new EndpointRevision(
        hash,
        directory.toString(),
        manifest.contentHash(),
        manifest,
        null,
        null,
        "xgboost",
        Protocol.V2,
        null,
        Scaling.ONE,
        Map.of(),
        Map.of(),
        ProviderOptions.none());
  }

  static Target<EndpointSpec> deploy(String name, EndpointRevision revision) {
    return target(name, EndpointSpec.of(name, revision));
  }

  static Target<EndpointSpec> deploy(String name, EndpointRevision revision, Row probe) {
    return target(
        name,
        new EndpointSpec(
            name, List.of(revision), Map.of(revision.hash(), 100), Map.of(), probe, null));
  }

  static Target<EndpointSpec> split(
      String name, EndpointRevision main, EndpointRevision canary, int percent) {
    return target(
        name,
        new EndpointSpec(
            name,
            List.of(main, canary),
            Map.of(main.hash(), 100 - percent, canary.hash(), percent),
            Map.of(),
            null,
            null));
  }

  static Target<EndpointSpec> expiring(Target<EndpointSpec> target, Duration after) {
    EndpointSpec spec = target.wish().orElseThrow();
    return target(
        target.name(),
        new EndpointSpec(
            spec.name(), spec.revisions(), spec.traffic(), Map.of(), spec.probe(), after));
  }

  static Target<EndpointSpec> gone(String name) {
    return target(name, null);
  }

  static Target<EndpointSpec> target(String name, @Nullable EndpointSpec spec) {
    return new Target<>(name, LOG, 1, spec, null, Map.of());
  }

  /** Turns until the wish is fulfilled or failed; counts the tries as core does. */
  static Next drive(ServingDriver driver, Target<EndpointSpec> target) {
    return drive(driver, target, new ArrayList<>());
  }

  /** The same, telling the actions. */
  static Next drive(ServingDriver driver, Target<EndpointSpec> target, List<String> actions) {
    Map<String, Integer> tries = new HashMap<>(target.tries());
    for (int step = 0; step < MOST_STEPS; step++) {
      Target<EndpointSpec> now =
          new Target<>(
              target.name(),
              target.logId(),
              target.generation(),
              target.spec(),
              target.settled(),
              tries);
      Observation seen = driver.observe(now);
      Next next = driver.next(now, seen);
      if (next instanceof Next.Act act) {
        Action action = act.action();
        if (action.counted()) {
          tries.merge(action.id(), 1, Integer::sum);
        }
        actions.add(action.toString());
        driver.apply(action, now);
      } else if (next instanceof Next.Wait) {
        LockSupport.parkNanos(PAUSE_NANOS);
      } else {
        return next;
      }
    }
    throw new AssertionError("no end in sight of " + target);
  }
}
