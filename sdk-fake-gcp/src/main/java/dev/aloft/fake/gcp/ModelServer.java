package dev.aloft.fake.gcp;

import com.google.cloud.aiplatform.v1.DeployedModel;
import dev.aloft.fake.work.ContainerLog;
import dev.aloft.fake.work.ServingContainer;
import dev.aloft.fake.work.ServingContainer.Invocation;
import dev.aloft.fake.work.ServingContainer.Reply;
import dev.aloft.fake.work.ServingContainer.Server;
import dev.aloft.fake.work.ServingWork;
import dev.aloft.local.disk.Durable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The container of a deployed model: started and ended outside of the clock's monitor, and started
 * again when it ends by itself. Thread-safe.
 */
final class ModelServer {
  private static final Logger LOG = LoggerFactory.getLogger(ModelServer.class);

  private static final String MOUNT = "/mnt/aloft";
  private static final int MOST_DOUBLINGS = 5;
  private static final Duration LONGEST_OF_DRIVEN = Duration.ofMinutes(2);
  private static final Duration STEADY = Duration.ofMinutes(10);

  private final Cloud cloud;
  private final EndpointLog log;
  private final ServedModel model;
  private final Path home;
  private @Nullable Server server;
  private @Nullable Thread starting;
  private Instant started = Instant.MIN;
  private int starts;
  private int restarts;
  private boolean late;
  private boolean closed;

  /**
   * One that is not started.
   *
   * @param endpoint the endpoint it answers at
   * @param deployed what is deployed, with its id
   */
  ModelServer(Cloud cloud, HostedEndpoint endpoint, DeployedModel deployed, ModelVersion version) {
    this.cloud = cloud;
    this.log = new EndpointLog(cloud, endpoint.name(), deployed);
    this.model = new ServedModel(cloud, endpoint, deployed, version);
    this.home = // another of the same id may be ending there
        cloud
            .directory()
            .resolve("endpoints")
            .resolve(endpoint.id() + "-" + deployed.getId() + "-" + UUID.randomUUID());
  }

  /** What it and its container say. */
  EndpointLog log() {
    return log;
  }

  /** How long it has to come to answer. */
  Duration patience() {
    return model.patience();
  }

  /** Whether its image is there, without which no start succeeds. */
  boolean hasImage() {
    return cloud.images().serving(model.image()).isPresent();
  }

  private ServingContainer image() throws IOException {
    String image = model.image();
    return cloud
        .images()
        .serving(image)
        .orElseThrow(() -> new IOException("Failed to pull image \"" + image + "\"."));
  }

  /** Copies the model, and starts the container; fails when that would end or never answer. */
  void start() throws Exception {
    int number;
    synchronized (this) {
      requireOpen();
      starting = Thread.currentThread();
      late = false;
      number = ++starts;
    }
    CompletableFuture<@Nullable Void> limit =
        new CompletableFuture<@Nullable Void>()
            .completeOnTimeout(null, realPatience().toNanos(), TimeUnit.NANOSECONDS);
    CompletableFuture<?> unused = limit.thenRunAsync(() -> giveUp(number));
    boolean adopted = false;
    try {
      ContainerLog lines = ContainerLog.apart(log::info, log::error);
      ServingWork work = model.work(home, MOUNT, lines);
      adopt(image().start(work));
      adopted = true;
    } catch (InterruptedException e) {
      synchronized (this) {
        if (late) {
          throw new TimeoutException("Model server never became ready.");
        }
      }
      throw e;
    } finally {
      limit.cancel(false);
      boolean unwanted;
      synchronized (this) {
        starting = null;
        boolean unusedFlag = Thread.interrupted(); // meant for this start alone
        unwanted = closed && !adopted;
      }
      if (unwanted) {
        removeFiles(); // which this start may have written after the end
      }
    }
  }

  /** How long a start may take in real time, as a driven clock stands still meanwhile. */
  private Duration realPatience() {
    if (cloud.clock().isDriven()) {
      return LONGEST_OF_DRIVEN;
    }
    double nanos = cloud.backstage().limit(patience()).toNanos() / cloud.clock().speed();
    return Duration.ofNanos((long) nanos);
  }

  private synchronized void giveUp(int number) {
    if (starting != null && starts == number) {
      late = true;
      starting.interrupt();
    }
  }

  private void requireOpen() throws IOException {
    if (closed) {
      throw new IOException("the container is not wanted any more");
    }
  }

  private void adopt(Server fresh) throws IOException {
    Instant now = cloud.clock().now();
    boolean unwanted;
    synchronized (this) {
      unwanted = closed;
      server = unwanted ? null : fresh;
      started = now;
    }
    if (unwanted) {
      fresh.close();
      requireOpen();
    }
    CompletableFuture<?> unused = fresh.ended().handle((exit, error) -> gone(fresh, exit));
  }

  private @Nullable Void gone(Server ended, @Nullable Object exit) {
    boolean mine;
    synchronized (this) {
      mine = server == ended && !closed;
      server = mine ? null : server;
    }
    if (mine) {
      log.error("The container ended with " + exit + ", and is started again.");
      restartLater(true);
    }
    return null;
  }

  /** Waits longer with each container that ends soon, or does not start. */
  private void restartLater(boolean ran) {
    Instant now = cloud.clock().now();
    Duration pause;
    synchronized (this) {
      boolean steady = ran && Duration.between(started, now).compareTo(STEADY) > 0;
      restarts = steady ? 0 : restarts;
      pause =
          cloud
              .timetable()
              .of(Stage.CONTAINER_RESTARTING)
              .multipliedBy(1L << Math.min(restarts, MOST_DOUBLINGS));
      restarts++;
    }
    cloud.clock().after(pause, () -> cloud.backstage().background(this::restart));
  }

  private void restart() {
    try {
      start();
    } catch (Exception e) {
      synchronized (this) {
        if (closed) {
          return;
        }
      }
      log.error(String.valueOf(e.getMessage()));
      restartLater(false);
    }
  }

  /** Whether a container answers at the moment. */
  synchronized boolean isRunning() {
    return server != null;
  }

  /** Answers a request as the container does. */
  Reply invoke(Invocation invocation) throws Exception {
    Server running;
    synchronized (this) {
      running = server;
    }
    if (running == null) {
      throw new IOException("no container answers");
    }
    return running.invoke(invocation);
  }

  /** Ends the container, also one that is being started, and leaves nothing of it. */
  void close() {
    Server running;
    synchronized (this) {
      closed = true;
      running = server;
      server = null;
      if (starting != null) {
        starting.interrupt();
      }
    }
    if (running != null) {
      running.close();
    }
    removeFiles();
  }

  private void removeFiles() {
    synchronized (model) {
      try {
        Durable.deleteTree(home);
        model.remove(home);
      } catch (IOException e) {
        LOG.warn("files of a deployed model are left behind", e);
      }
    }
  }
}
