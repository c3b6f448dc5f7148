package dev.aloft.fake.gcp;

import com.google.cloud.aiplatform.v1.DeployModelOperationMetadata;
import com.google.cloud.aiplatform.v1.DeploymentStage;
import com.google.rpc.Code;
import dev.aloft.fake.work.Steps;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A model on its way to an endpoint: its stages by the clock, and its container, which is started a
 * few times where it ends. Guarded by the clock's monitor.
 */
final class Launch {
  private static final int MOST_STARTS = 3;
  private static final List<DeploymentStage> STAGES =
      List.of(
          DeploymentStage.PREPARING_MODEL,
          DeploymentStage.CREATING_SERVING_CLUSTER,
          DeploymentStage.ADDING_NODES_TO_CLUSTER,
          DeploymentStage.GETTING_CONTAINER_IMAGE,
          DeploymentStage.STARTING_MODEL_SERVER,
          DeploymentStage.FINISHING_UP);

  private final Cloud cloud;
  private final Deployment deployment;
  private final Map<String, Integer> split;
  private final LongOperations.Progress progress;
  private final Instant begun;
  private final BiConsumer<Launch, @Nullable GcpFailure> end;
  private final Runnable half = Steps.halves(this::started);
  private @Nullable Exception problem;
  private int starts;
  private boolean ready;
  private boolean late;
  private boolean over;

  /**
   * One that is about to begin.
   *
   * @param split of the traffic when it has come; empty to leave it
   * @param end told once how it ended: with the refusal, or with none
   */
  Launch(
      Cloud cloud,
      Deployment deployment,
      Map<String, Integer> split,
      LongOperations.Progress progress,
      BiConsumer<Launch, @Nullable GcpFailure> end) {
    this.cloud = cloud;
    this.deployment = deployment;
    this.split = Map.copyOf(split);
    this.progress = progress;
    this.begun = cloud.clock().now();
    this.end = end;
  }

  Deployment deployment() {
    return deployment;
  }

  Map<String, Integer> split() {
    return split;
  }

  LongOperations.Progress progress() {
    return progress;
  }

  /** Sets it going. */
  void begin() {
    String name = deployment.displayName();
    if (cloud.incidents().strikeDeployment(name, Incidents.Kind.NO_CAPACITY) != null) {
      GcpFailure none =
          new GcpFailure(
              Code.RESOURCE_EXHAUSTED,
              "Machine type temporarily unavailable, please deploy with a different machine type"
                  + " or retry.");
      cloud.clock().after(cloud.timetable().of(Stage.DEPLOY_FAILING), () -> end(none));
      return;
    }
    Duration whole = cloud.timetable().of(Stage.MODEL_DEPLOYING);
    for (int i = 1; i < STAGES.size(); i++) {
      DeploymentStage stage = STAGES.get(i);
      cloud.clock().at(begun.plus(whole.multipliedBy(i).dividedBy(6)), () -> tell(stage));
    }
    cloud.clock().at(begun.plus(whole), half);
    Duration patience = cloud.backstage().limit(deployment.server().patience());
    cloud.clock().at(begun.plus(patience), this::giveUp);
    start();
  }

  /** What its operation tells first. */
  static DeploymentStage firstStage() {
    return STAGES.get(0);
  }

  private void start() {
    starts++;
    cloud
        .backstage()
        .background(
            () -> {
              @Nullable Exception failed = null;
              try {
                deployment.server().start();
              } catch (Exception e) {
                failed = e;
              }
              @Nullable Exception seen = failed;
              cloud.clock().exclusively(() -> tried(seen));
            });
  }

  private void tried(@Nullable Exception failed) {
    if (over) {
      return;
    }
    if (failed == null) {
      ready = true;
      half.run();
      return;
    }
    deployment.server().log().error(String.valueOf(failed.getMessage()));
    if (failed instanceof TimeoutException || starts == MOST_STARTS || !hasImage()) {
      problem = failed;
      half.run();
      return;
    }
    Duration pause =
        cloud.timetable().of(Stage.CONTAINER_RESTARTING).multipliedBy(1L << (starts - 1));
    cloud.clock().after(pause, this::startAgain);
  }

  private void startAgain() {
    if (!over) {
      start();
    }
  }

  private boolean hasImage() {
    return deployment.server().hasImage();
  }

  /** Its container has not come to answer for so long that nobody waits any more. */
  private void giveUp() {
    if (!over && !ready && problem == null) {
      late = true;
      end(refusal());
    }
  }

  private void started() {
    if (over) {
      return;
    }
    if (problem == null) {
      tell(DeploymentStage.SUCCESSFULLY_DEPLOYED);
      end(null);
    } else {
      late = problem instanceof TimeoutException;
      Instant given = begun.plus(cloud.timetable().of(Stage.DEPLOY_FAILING));
      cloud.clock().at(given, () -> end(refusal()));
    }
  }

  private void end(@Nullable GcpFailure refusal) {
    if (over) {
      return;
    }
    if (refusal != null) {
      tell(DeploymentStage.FAILED_TO_DEPLOY);
    }
    over = true;
    end.accept(this, refusal);
  }

  private GcpFailure refusal() {
    String endpoint = deployment.endpoint().id();
    String where =
        "Model server logs can be found at https://console.cloud.google.com/logs/viewer?project="
            + deployment.endpoint().name().split("/", 3)[1]
            + "&resource=aiplatform.googleapis.com%2FEndpoint&advancedFilter="
            + "resource.labels.endpoint_id%3D%22"
            + endpoint
            + "%22.";
    return late
        ? new GcpFailure(
            Code.DEADLINE_EXCEEDED,
            "Model server never became ready. Please validate that your model file or container"
                + " configuration are valid. "
                + where)
        : GcpFailure.precondition("Model server exited unexpectedly. " + where);
  }

  private void tell(DeploymentStage stage) {
    if (!over) {
      progress.tell(
          generic ->
              DeployModelOperationMetadata.newBuilder()
                  .setGenericMetadata(generic)
                  .setDeploymentStage(stage)
                  .build());
    }
  }
}
