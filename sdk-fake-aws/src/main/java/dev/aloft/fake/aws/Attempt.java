package dev.aloft.fake.aws;

import dev.aloft.fake.work.Containers;
import dev.aloft.fake.work.Steps;
import dev.aloft.fake.work.TrainingContainer;
import dev.aloft.fake.work.TrainingWork;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt of a job: its files, and the containers that work on them. Guarded by the clock's
 * monitor.
 */
final class Attempt {
  private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

  private final Cloud cloud;
  private final Executor lanes;
  private final Steps steps;
  private final JobFiles files;
  private final Containers containers = new Containers();
  private Consumer<Integer> whenEnded = code -> {};
  private boolean running;

  Attempt(Cloud cloud, Executor lanes, Steps steps, JobFiles files) {
    this.cloud = cloud;
    this.lanes = lanes;
    this.steps = steps;
    this.files = files;
  }

  JobFiles files() {
    return files;
  }

  /** Whether containers have been started that have not ended. */
  boolean isRunning() {
    return running;
  }

  /** Starts a container on each host. */
  void start(TrainingContainer image, List<TrainingWork> works) {
    running = true;
    Runnable release = cloud.backstage().hold();
    steps.work(() -> start(image, works, release), () -> {});
    steps.anyway(() -> follow(release)); // after a start that fails has been told as that
  }

  private void follow(Runnable release) {
    CompletableFuture<?> unused =
        containers.exit().thenAccept(code -> lanes.execute(() -> exited(code, release)));
  }

  private void start(TrainingContainer image, List<TrainingWork> works, Runnable release)
      throws DataProblem {
    try {
      containers.start(image, works);
      if (containers.areIdle()) {
        release.run();
      }
    } catch (Exception e) {
      throw new DataProblem("Cannot start the container: " + e.getMessage());
    }
  }

  private void exited(int code, Runnable release) {
    synchronized (cloud.clock()) {
      running = false;
      whenEnded.accept(code);
    }
    release.run();
  }

  /** What follows, instead of what was to follow, when the containers end with an exit code. */
  void whenEnded(Consumer<Integer> next) {
    whenEnded = next;
  }

  /** Asks the containers to save and to end. */
  void terminate() {
    steps.work(containers::terminate, () -> {});
  }

  /** Ends the containers. */
  void kill() {
    steps.work(containers::kill, () -> {});
  }

  /** Ends the containers now, since the cloud ends. */
  void close() {
    containers.kill();
  }

  /** Leaves nothing of it on this machine; nothing follows. */
  void remove() {
    whenEnded = code -> {};
    if (running) {
      CompletableFuture<?> unused = containers.exit().thenRunAsync(this::delete, lanes);
      steps.anyway(containers::kill);
    } else {
      steps.anyway(this::delete);
    }
  }

  private void delete() {
    try {
      files.delete();
    } catch (IOException e) {
      LOG.warn("files of a job are left behind", e);
    }
  }
}
