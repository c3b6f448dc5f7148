package dev.aloft.fake.aws;

import dev.aloft.fake.FakeClock;
import dev.aloft.fake.work.TrainingContainer;
import dev.aloft.fake.work.TrainingWork;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A training job from its acceptance to its end: its states by the clock, its containers, its
 * files. Each state is a step; what was meant for an earlier step is void. Guarded by the clock's
 * monitor; long work of one job is done outside of it, one piece after another.
 */
final class JobRun {
  private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);
  private static final double SPOT_PRICE = 0.3;
  private static final int ANY_STEP = -1;

  private final Surroundings around;
  private final FakeClock clock;
  private final Job job;
  private final JobRequest request;
  private final JobHosts hosts;
  private final boolean builtIn;
  private final Steps steps;
  private Consumer<Integer> whenEnded = code -> {};
  private @Nullable JobFiles files;
  private @Nullable Containers containers;
  private @Nullable Instant active;
  private @Nullable Instant training;
  private @Nullable String stopAs;
  private Duration trained = Duration.ZERO;
  private boolean warm;
  private int attempt;
  private int retries;

  /**
   * What a run stands in.
   *
   * @param ended told of a job's end
   */
  record Surroundings(Cloud cloud, Executor lanes, Consumer<Job> ended) {}

  JobRun(Surroundings around, Job job) {
    this.around = around;
    this.clock = around.cloud().clock();
    this.job = job;
    this.request = new JobRequest(job.input());
    this.hosts = new JobHosts(around.cloud(), job.arn(), request);
    this.builtIn = BuiltIns.isAlgorithm(job.input());
    this.steps = new Steps(clock, around.lanes(), () -> job.run() == this, this::fail);
  }

  /**
   * Begins.
   *
   * @param onWarmMachines whether the machines are there already
   */
  void begin(boolean onWarmMachines) {
    warm = onWarmMachines;
    if (request.isSpot()) {
      stopAfter(
          clock, around.cloud().limit(request.maxWait()), job, ANY_STEP, "MaxWaitTimeExceeded");
    }
    start();
  }

  /** The last values of the job's metrics so far. */
  Map<String, Job.Metric> metrics() {
    return hosts.metrics();
  }

  private void start() {
    attempt++;
    enter("Starting", "Starting the training job");
    if (around.cloud().incidents().strike(job.name(), Incidents.Kind.NO_CAPACITY) != null) {
      job.say("Insufficient capacity error from EC2 while launching instances, retrying!");
      if (!request.isSpot()) {
        steps.later(of(Stage.TRAINING_WITHOUT_CAPACITY), () -> fail(FailureReason.NO_CAPACITY));
      }
      return;
    }
    if (warm && attempt == 1) {
      download();
    } else {
      steps.later(of(Stage.TRAINING_STARTING), this::pend);
    }
  }

  private void pend() {
    if (of(Stage.TRAINING_PENDING).isZero()) {
      download();
    } else {
      enter("Pending", "Preparing the instances for training");
      steps.later(of(Stage.TRAINING_PENDING), this::download);
    }
  }

  private void download() {
    enter("Downloading", "Downloading input data");
    active = clock.now();
    job.started(clock.now());
    JobFiles filled =
        new JobFiles(
            around.cloud().buckets(),
            request,
            around
                .cloud()
                .directory()
                .resolve("jobs")
                .resolve(job.name() + "-" + job.created().toEpochMilli() + "-" + attempt));
    files = filled;
    steps.stage(of(Stage.TRAINING_DOWNLOADING), filled::fill, () -> train(filled));
  }

  private void train(JobFiles filled) {
    enter("Training", "Training image download completed. Training in progress.");
    training = clock.now();
    TrainingContainer image = around.cloud().images().training(request.image()).orElse(null);
    if (image == null) {
      fail(
          FailureReason.client(
              "Cannot pull the training image "
                  + request.image()
                  + ". Please ensure that it exists in the registry and that the role can pull"
                  + " it."));
      return;
    }
    Containers started = new Containers();
    containers = started;
    Runnable half = Steps.halves(this::upload);
    steps.later(of(Stage.TRAINING_RUNNING), half);
    whenEnded = code -> ended(filled, code, half);
    Runnable release = around.cloud().hold();
    CompletableFuture<?> unused =
        started
            .exit()
            .thenAccept(code -> around.lanes().execute(() -> exited(started, code, release)));
    List<TrainingWork> works = hosts.works(filled);
    steps.work(() -> start(started, image, works, release), () -> {});
    stopAfter(
        clock,
        around.cloud().limit(request.maxRuntime().minus(trained)),
        job,
        steps.current(),
        "MaxRuntimeExceeded");
    watch(filled);
  }

  private static void start(
      Containers containers, TrainingContainer image, List<TrainingWork> works, Runnable release)
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

  /** A limit that a job reaches; the timer outlives most jobs, and keeps no more than the job. */
  private static void stopAfter(
      FakeClock clock, Duration time, Job limited, int when, String secondary) {
    clock.after(time.isNegative() ? Duration.ZERO : time, () -> stop(limited, when, secondary));
  }

  private static void stop(Job limited, int when, String secondary) {
    JobRun run = limited.run();
    if (run != null && (when == ANY_STEP || run.steps.current() == when)) {
      run.stop(secondary);
    }
  }

  private void watch(JobFiles filled) {
    Incidents.@Nullable Strike lost =
        request.isSpot()
            ? around.cloud().incidents().strike(job.name(), Incidents.Kind.INTERRUPTION)
            : null;
    if (lost != null) {
      steps.later(lost.after(), this::interrupt);
    }
    Incidents.@Nullable Strike broken =
        around.cloud().incidents().strike(job.name(), Incidents.Kind.INTERNAL_FAILURE);
    if (broken != null) {
      steps.later(broken.after(), this::failInternally);
    }
    if (!request.checkpoints().isEmpty()) {
      keepCheckpoints(filled);
    }
  }

  private void keepCheckpoints(JobFiles filled) {
    Duration pause = around.cloud().timetable().of(Stage.TRAINING_CHECKPOINTS);
    Duration least = Duration.ofMillis((long) (1000 * Math.max(1, clock.speed())));
    steps.later(
        pause.compareTo(least) < 0 ? least : pause,
        () -> steps.work(filled::saveCheckpoints, () -> keepCheckpoints(filled)));
  }

  private void exited(Containers which, int code, Runnable release) {
    synchronized (clock) {
      if (job.run() == this && containers == which) {
        containers = null;
        whenEnded.accept(code);
      }
    }
    release.run();
  }

  private void ended(JobFiles filled, int code, Runnable half) {
    if (code == 0) {
      half.run();
      return;
    }
    steps.next();
    String[] text = {""};
    steps.work(
        () -> {
          text[0] = filled.failure();
          filled.saveCheckpoints();
          filled.storeOutput();
        },
        () -> fail(FailureReason.container(text[0], code, builtIn)));
  }

  private void upload() {
    enter("Uploading", "Uploading generated training model");
    JobFiles filled = files;
    if (filled == null) {
      throw new IllegalStateException(job.name() + " has no files");
    }
    steps.stage(
        of(Stage.TRAINING_UPLOADING),
        () -> {
          filled.saveCheckpoints();
          filled.store(true);
        },
        () -> end("Completed", "Completed", "Training job completed", null));
  }

  /**
   * Stops it.
   *
   * @param secondary what it ends as: {@code Stopped} or a limit that is exceeded
   */
  void stop(String secondary) {
    if (stopAs != null) {
      return;
    }
    stopAs = secondary;
    boolean trains = training != null && job.secondary().equals("Training");
    steps.next();
    job.turn("Stopping", "Stopping", "Stopping the training job", clock.now());
    Containers running = containers;
    if (running == null) {
      finishStop(trains);
      return;
    }
    whenEnded = code -> finishStop(true);
    steps.work(running::terminate, () -> {});
    steps.later(
        around.cloud().limit(of(Stage.TRAINING_STOPPING)),
        () -> steps.work(running::kill, () -> {}));
  }

  private void finishStop(boolean saves) {
    steps.next();
    JobFiles filled = files;
    steps.stage(
        of(Stage.TRAINING_UPLOADING),
        () -> {
          if (saves && filled != null) {
            filled.saveCheckpoints();
            filled.store(false);
          }
        },
        () -> end("Stopped", String.valueOf(stopAs), stopMessage(), null));
  }

  private String stopMessage() {
    return switch (String.valueOf(stopAs)) {
      case "MaxRuntimeExceeded" -> "Training job runtime exceeded MaxRuntimeInSeconds provided";
      case "MaxWaitTimeExceeded" -> "Training job wait time exceeded MaxWaitTimeInSeconds provided";
      default -> "Training job stopped";
    };
  }

  private void interrupt() {
    enter("Interrupted", "Training job interrupted: Spot instances were reclaimed");
    recover(Stage.TRAINING_INTERRUPTED, this::start);
  }

  private void failInternally() {
    if (retries < request.retries()) {
      retries++;
      enter("Restarting", "Restarting the training job");
      recover(Stage.TRAINING_RESTARTING, this::start);
    } else {
      steps.next();
      recover(Stage.TRAINING_RESTARTING, () -> fail(FailureReason.INTERNAL));
    }
  }

  /** Ends the containers, keeps their checkpoints, gives the machines back, and goes on. */
  private void recover(Stage stage, Runnable next) {
    pause();
    JobFiles filled = files;
    files = null;
    Runnable half = Steps.halves(next);
    steps.later(of(stage), half);
    Steps.LongWork tidy =
        () -> {
          if (filled != null) {
            filled.saveCheckpoints();
            filled.delete();
          }
        };
    Containers running = containers;
    if (running == null) {
      steps.work(tidy, half);
    } else {
      whenEnded = code -> steps.work(tidy, half);
      steps.work(running::kill, () -> {});
    }
  }

  private void pause() {
    Instant now = clock.now();
    if (active != null) {
      long millis = Duration.between(active, now).toMillis();
      job.bill(request.isSpot() ? (long) (millis * SPOT_PRICE) : millis);
      active = null;
    }
    if (training != null) {
      trained = trained.plus(Duration.between(training, now));
      training = null;
    }
  }

  private void fail(String reason) {
    end("Failed", "Failed", "Training job failed", reason);
  }

  private void end(String status, String secondary, String message, @Nullable String reason) {
    steps.next();
    pause();
    if (job.started() != null) {
      job.ended(clock.now());
    }
    job.failure(reason);
    job.metrics(hosts.metrics());
    job.turn(status, secondary, message, clock.now());
    job.run(null);
    JobFiles filled = files;
    Containers running = containers;
    if (running != null) {
      CompletableFuture<?> unused =
          running.exit().thenRunAsync(() -> delete(filled), around.lanes());
      steps.anyway(running::kill);
    } else if (filled != null) {
      steps.anyway(() -> delete(filled));
    }
    around.ended().accept(job);
  }

  private static void delete(@Nullable JobFiles filled) {
    try {
      if (filled != null) {
        filled.delete();
      }
    } catch (IOException e) {
      LOG.warn("files of a job are left behind", e);
    }
  }

  /** Whether it has machines, which cost. */
  boolean isBilled() {
    return active != null;
  }

  /** Ends its containers, since the cloud ends. */
  void close() {
    Containers running = containers;
    if (running != null) {
      running.kill();
    }
  }

  private void enter(String secondary, String message) {
    steps.next();
    job.turn("InProgress", secondary, message, clock.now());
  }

  private Duration of(Stage stage) {
    return around.cloud().timetable().of(stage);
  }
}
