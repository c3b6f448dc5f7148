package dev.aloft.fake.work;

import dev.aloft.fake.Backstage;
import dev.aloft.fake.FakeClock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The containers of one attempt of a job, which are started and ended as the job's steps say.
 * Guarded by the clock's monitor.
 */
public final class ContainerRun {
  private static final Logger LOG = LoggerFactory.getLogger(ContainerRun.class);
  private static final int NOT_ENDED = -1;

  private final FakeClock clock;
  private final Backstage backstage;
  private final Executor lanes;
  private final Steps steps;
  private final Steps.LongWork delete;
  private final Containers containers = new Containers();
  private IntConsumer whenEnded = code -> {};
  private boolean running;
  private int exitCode = NOT_ENDED;

  /**
   * None is started yet.
   *
   * @param lanes does the work that belongs to no step
   * @param steps of the job
   * @param delete takes away what the containers found and left on this machine
   */
  public ContainerRun(
      FakeClock clock, Backstage backstage, Executor lanes, Steps steps, Steps.LongWork delete) {
    this.clock = clock;
    this.backstage = backstage;
    this.lanes = lanes;
    this.steps = steps;
    this.delete = delete;
  }

  /** Whether containers have been started that have not ended. */
  public boolean isRunning() {
    return running;
  }

  /** With what the containers have ended; not 0 before. */
  public int exitCode() {
    return exitCode;
  }

  /** Starts a container on each host; what that throws is a problem of the present step. */
  public void start(TrainingContainer image, List<TrainingWork> works) {
    running = true;
    Runnable release = backstage.hold();
    steps.work(() -> start(image, works, release), () -> {});
    steps.anyway(() -> follow(release)); // after a start that fails has been told as that
  }

  private void start(TrainingContainer image, List<TrainingWork> works, Runnable release)
      throws Exception {
    containers.start(image, works);
    if (containers.areIdle()) {
      release.run();
    }
  }

  private void follow(Runnable release) {
    CompletableFuture<?> unused =
        containers.exit().thenAccept(code -> lanes.execute(() -> exited(code, release)));
  }

  private void exited(int code, Runnable release) {
    synchronized (clock) {
      running = false;
      exitCode = code;
      whenEnded.accept(code);
    }
    release.run();
  }

  /** What follows, instead of what was to follow, when the containers end with an exit code. */
  public void whenEnded(IntConsumer next) {
    whenEnded = next;
  }

  /** Asks the containers to save and to end. */
  public void terminate() {
    steps.work(containers::terminate, () -> {});
  }

  /** Ends the containers. */
  public void kill() {
    steps.work(containers::kill, () -> {});
  }

  /** Ends the containers now, since the cloud ends. */
  public void close() {
    containers.kill();
  }

  /** Leaves nothing of it on this machine; nothing follows. */
  public void remove() {
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
      delete.run();
    } catch (Exception e) {
      LOG.warn("files of a job are left behind", e);
    }
  }
}
