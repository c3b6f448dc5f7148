package dev.aloft.internal.checks;

import dev.aloft.data.Row;
import dev.aloft.data.Table;
import dev.aloft.error.AloftException;
import dev.aloft.error.Problems;
import dev.aloft.model.Signature;
import dev.aloft.serving.DeployOptions;
import dev.aloft.serving.Scaling;
import dev.aloft.serving.ServingRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What is wrong with a deploy on every provider. */
public final class DeployChecks {
  private DeployChecks() {}

  /** Notes every fault of the options alone. */
  public static void check(DeployOptions options, Problems problems) {
    options.machine().ifPresent(machine -> MachineChecks.check(machine, problems));
    scaling(options.scaling(), problems);
    options.runtime().ifPresent(runtime -> runtime(runtime, problems));
    VariableChecks.labels(options.labels(), problems);
    VariableChecks.environment(options.environment(), options.secrets(), problems);
    options
        .probe()
        .ifPresent(probe -> problems.require(probe.size() > 0, "probe", probe, "a row with cells"));
    options.expiresAfter().ifPresent(time -> positive("expiresAfter", time, problems));
    options.options().check(problems);
  }

  /** Notes a probe that the model does not take. */
  public static void probe(Row probe, Signature signature, Problems problems) {
    if (!signature.isKnown()) {
      return;
    }
    try {
      Table.of(List.of(probe)).as(signature.inputs());
    } catch (AloftException e) {
      problems.add("probe", probe, e.summary());
    }
  }

  private static void scaling(Scaling scaling, Problems problems) {
    if (!scaling.isAutomatic() && scaling.targetPerMinute() == 0) {
      problems.require(scaling.max() >= 1, "replicas", scaling.max(), "at least 1");
      return;
    }
    problems.require(scaling.min() >= 0, "scaling.min", scaling.min(), "0 or more");
    problems.require(
        scaling.max() >= 1 && scaling.max() >= scaling.min(),
        "scaling.max",
        scaling.max(),
        "at least 1, and at least min (" + scaling.min() + ")");
    double target = scaling.targetPerMinute();
    problems.require(
        Double.isFinite(target) && (scaling.isAutomatic() ? target > 0 : target >= 0),
        "scaling.targetPerMinute",
        target,
        "more than 0 predictions a minute and replica to scale by");
    if (scaling.idleAfter() != null) {
      positive("scaling.idleAfter", scaling.idleAfter(), problems);
      problems.require(
          scaling.min() == 0,
          "scaling.min",
          scaling.min(),
          "0, since idleAfter says when it scales to zero");
    }
  }

  private static void positive(String field, Duration time, Problems problems) {
    problems.require(
        !time.isNegative() && !time.isZero(), field, time, "longer than no time at all");
  }

  private static void runtime(ServingRuntime runtime, Problems problems) {
    problems.require(
        !runtime.reference().isBlank()
            && runtime.reference().chars().noneMatch(Character::isWhitespace),
        "runtime.reference",
        runtime.reference(),
        "the URI of an image, or a script's file in the model directory");
    problems.require(
        List.of("container", "script").contains(runtime.kind()),
        "runtime.kind",
        runtime.kind(),
        "container or script");
    if (runtime.kind().equals("container")) {
      problems.require(
          runtime.port() >= 1 && runtime.port() <= 65_535,
          "runtime.port",
          runtime.port(),
          "from 1 to 65535");
      route("runtime.predictRoute", runtime.predictRoute(), problems);
      route("runtime.healthRoute", runtime.healthRoute(), problems);
    }
    Problems variables = new Problems();
    VariableChecks.environment(runtime.environment(), Map.of(), variables);
    problems.addAll("runtime", variables);
  }

  private static void route(String field, String route, Problems problems) {
    problems.require(
        route.startsWith("/") && route.chars().noneMatch(Character::isWhitespace),
        field,
        route,
        "a path that starts with /");
  }
}
