package dev.aloft.fake.gcp;

import com.google.cloud.aiplatform.v1.CustomJob;
import com.google.rpc.Code;
import dev.aloft.fake.work.Containers;
import dev.aloft.fake.work.Steps;
import dev.aloft.local.disk.Durable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt of a job: its replicas, each a container, and their files. Guarded by the clock's
 * monitor.
 */
final class JobAttempt {
  private static final Logger LOG = LoggerFactory.getLogger(JobAttempt.class);

  private final Cloud cloud;
  private final Executor lanes;
  private final Steps steps;
  private final Path home;
  private final JobReplicas replicas;
  private final Containers containers = new Containers();
  private IntConsumer whenEnded = code -> {};
  private boolean running;
  private int exitCode = -1;

  JobAttempt(Cloud cloud, Executor lanes, Steps steps, CustomJob job, int number) {
    this.cloud = cloud;
    this.lanes = lanes;
    this.steps = steps;
    String id = job.getName().substring(job.getName().lastIndexOf('/') + 1);
    this.home = cloud.directory().resolve("jobs").resolve(id + "-" + number);
    this.replicas = new JobReplicas(cloud, job, home);
  }

  /** Whether containers have been started that have not ended. */
  boolean isRunning() {
    return running;
  }

  /** With what the containers have ended; not 0 before. */
  int exitCode() {
    return exitCode;
  }

  /** Lays out files, and starts a container for each replica. */
  void start() {
    steps.work(replicas::prepare, this::startContainers);
  }

  private void startContainers() {
    running = true;
    Runnable release = cloud.backstage().hold();
    steps.work(() -> startContainers(release), () -> {});
    steps.anyway(() -> follow(release)); // after a start that fails has been told as that
  }

  private void startContainers(Runnable release) {
    try {
      containers.start(replicas::start, replicas.works());
      if (containers.areIdle()) {
        release.run();
      }
    } catch (Exception e) {
      throw new GcpFailure(Code.INVALID_ARGUMENT, String.valueOf(e.getMessage()));
    }
  }

  private void follow(Runnable release) {
    CompletableFuture<?> unused =
        containers.exit().thenAccept(code -> lanes.execute(() -> exited(code, release)));
  }

  private void exited(int code, Runnable release) {
    synchronized (cloud.clock()) {
      running = false;
      exitCode = code;
      whenEnded.accept(code);
    }
    release.run();
  }

  /** What follows, instead of what was to follow, when the containers end with an exit code. */
  void whenEnded(IntConsumer next) {
    whenEnded = next;
  }

  /** Why it failed, in the service's words. */
  GcpFailure failure() {
    return replicas.failure(exitCode);
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

  /** Leaves nothing of it on this machine but what lies in buckets; nothing follows. */
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
      Durable.deleteTree(home);
    } catch (IOException e) {
      LOG.warn("files of a job are left behind", e);
    }
  }
}
