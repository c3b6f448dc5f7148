package dev.aloft.testkit;

import static dev.aloft.Capability.ALIASES;
import static dev.aloft.Capability.AUTOSCALING;
import static dev.aloft.Capability.CATEGORIES;
import static dev.aloft.Capability.CHECKPOINTS;
import static dev.aloft.Capability.ENDPOINT_LOGS;
import static dev.aloft.Capability.REGISTER_AS;
import static dev.aloft.Capability.REGISTRY;
import static dev.aloft.Capability.REPLICAS;
import static dev.aloft.Capability.SCALE_TO_ZERO;
import static dev.aloft.Capability.SERVING;
import static dev.aloft.Capability.SERVING_CONTAINER;
import static dev.aloft.Capability.SERVING_SCRIPT;
import static dev.aloft.Capability.SPOT_TRAINING;
import static dev.aloft.Capability.TRAFFIC_SPLIT;
import static dev.aloft.Capability.TRAINING;
import static dev.aloft.Capability.TRAINING_CONTAINER;
import static dev.aloft.Capability.TRAINING_GPU;
import static dev.aloft.Capability.TRAINING_NODES;
import static dev.aloft.Capability.TRAINING_SCRIPT;
import static dev.aloft.Capability.TRAINING_XGBOOST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.Aloft;
import dev.aloft.Capability;
import dev.aloft.Machine;
import dev.aloft.data.Data;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.serving.DeployOptions;
import dev.aloft.serving.Protocol;
import dev.aloft.serving.Scaling;
import dev.aloft.serving.ServingRuntime;
import dev.aloft.training.Algorithm;
import dev.aloft.training.Container;
import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;
import dev.aloft.training.Workload;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.opentest4j.TestAbortedException;

/** How each capability is used, to prove that a provider without it refuses. */
final class Refusals {
  private static final Duration HOUR = Duration.ofHours(1);

  private final Conformance suite;
  private final Map<Capability, Consumer<Aloft>> uses = new LinkedHashMap<>();

  Refusals(Conformance suite) {
    this.suite = suite;
    addTraining();
    addModels();
    addServing();
  }

  private void addTraining() {
    uses.put(TRAINING, aloft -> aloft.trainer().train(good()));
    uses.put(TRAINING_XGBOOST, aloft -> aloft.trainer().train(running(Algorithm.xgboost())));
    uses.put(
        TRAINING_SCRIPT,
        aloft -> aloft.trainer().train(running(Script.of(suite.directory(), "train.py"))));
    uses.put(
        TRAINING_CONTAINER,
        aloft -> aloft.trainer().train(running(Container.of("registry.example/train:1"))));
    job(TRAINING_NODES, job -> job.nodes(2));
    job(SPOT_TRAINING, job -> job.maxRuntime(HOUR).spot(HOUR));
    job(TRAINING_GPU, job -> job.machine(Machine.cpus(4).gpu("L4", 1)));
    job(
        CATEGORIES,
        job -> job.input("train", Data.csv("shades.csv").label("bright").categorical("shade")));
    job(CHECKPOINTS, TrainingJob.Builder::checkpoints);
    job(REGISTER_AS, job -> job.registerAs("kit"));
  }

  private void job(Capability capability, UnaryOperator<TrainingJob.Builder> change) {
    uses.put(capability, aloft -> aloft.trainer().train(change.apply(good().toBuilder()).build()));
  }

  private TrainingJob good() {
    return suite.fixtures().good();
  }

  private TrainingJob running(Workload workload) {
    TrainingJob.Builder job = TrainingJob.builder("kit", workload);
    good().inputs().forEach(job::input);
    return job.build();
  }

  private void addModels() {
    uses.put(REGISTRY, aloft -> aloft.models().get("kit"));
    uses.put(ALIASES, aloft -> aloft.models().alias("kit", "best", "1"));
  }

  private void addServing() {
    uses.put(SERVING, aloft -> suite.model(aloft).deploy("kit"));
    uses.put(TRAFFIC_SPLIT, aloft -> aloft.endpoint("kit").canary(suite.model(aloft), 10));
    deploy(REPLICAS, options -> options.replicas(2));
    deploy(AUTOSCALING, options -> options.scaling(Scaling.between(1, 3, 60)));
    deploy(SCALE_TO_ZERO, options -> options.scaling(Scaling.between(0, 1, 60)));
    deploy(SERVING_CONTAINER, options -> options.runtime(container()));
    deploy(
        SERVING_SCRIPT, options -> options.runtime(ServingRuntime.script("score.py", Protocol.V2)));
    uses.put(ENDPOINT_LOGS, aloft -> aloft.endpoint("kit").logs());
  }

  private static ServingRuntime container() {
    return ServingRuntime.container(
        "registry.example/serve:1", 8080, "/predict", "/health", Protocol.V2);
  }

  private void deploy(Capability capability, UnaryOperator<DeployOptions.Builder> change) {
    uses.put(
        capability,
        aloft -> suite.model(aloft).deploy("kit", change.apply(DeployOptions.builder()).build()));
  }

  /** Proves for each capability that its use is refused before anything is sent. */
  void prove(Set<Capability> missing) {
    boolean proved = false;
    for (Capability capability : missing) {
      Consumer<Aloft> use = uses.get(capability);
      if (use != null) {
        prove(capability, use);
        proved = true;
      }
    }
    if (!proved) {
      throw new TestAbortedException(missing + " cannot be asked for, so nothing can be refused");
    }
  }

  private void prove(Capability capability, Consumer<Aloft> use) {
    ClientProcess process = suite.another();
    AloftException error = suite.failure(ErrorCode.UNSUPPORTED, () -> use.accept(process.aloft()));
    assertThat(process.tries().requests())
        .as("requests sent before " + capability + " was refused")
        .noneMatch(recorded -> suite.harness().isWrite(recorded.call()));
    assertThat(error.effect()).isEqualTo(Effect.NONE);
    assertThat(error.provider()).contains(process.aloft().provider());
    assertThat(error.operation()).as("the operation that was refused").isPresent();
    assertThat(error.getMessage())
        .contains(process.aloft().provider())
        .contains(error.operation().orElseThrow())
        .contains(capability.name());
  }
}
