package dev.aloft.fake.aws;

import dev.aloft.fake.FakeClock;
import dev.aloft.fake.IncidentScript;
import dev.aloft.fake.work.Steps;
import dev.aloft.fake.work.TrainingContainer;
import dev.aloft.fake.work.TrainingWork;
import dev.aloft.fake.work.Work;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A training job from its acceptance to its end: its states by the clock, its containers, its
 * files. Each state is a step; what was meant for an earlier step is void. Guarded by the clock's
 * monitor; long work of one job is done outside of it, one piece after another.
 */
final class JobRun {
  private static final int ANY_STEP = -1;

  private final Surroundings around;
  private final FakeClock clock;
  private final Job job;
  private final JobRequest request;
  private final JobHosts hosts;
  private final boolean builtIn;
  private final MachineTime machines;
  private final Steps steps;
  private @Nullable Attempt attempt;
  private @Nullable String stopAs;
  private boolean warm;
  private int attempts;
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
    this.machines = new MachineTime(clock, job, request.isSpot());
    this.steps =
        new Steps(
            clock,
            around.lanes(),
            () -> job.run() == this,
            problem -> fail(FailureReason.of(problem)));
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
          clock,
          around.cloud().backstage().limit(request.maxWait()),
          job,
          ANY_STEP,
          "MaxWaitTimeExceeded");
    }
    start();
  }

  /** The last values of the job's metrics so far. */
  Map<String, Job.Metric> metrics() {
    return hosts.metrics();
  }

  private void start() {
    attempts++;
    enter("Starting", "Starting the training job");
    if (around.cloud().incidents().strike(job.name(), Incidents.Kind.NO_CAPACITY) != null) {
      job.say("Insufficient capacity error from EC2 while launching instances, retrying!");
      if (!request.isSpot()) {
        steps.later(of(Stage.TRAINING_WITHOUT_CAPACITY), () -> fail(FailureReason.NO_CAPACITY));
      }
      return;
    }
    if (warm && attempts == 1) {
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
    machines.begin();
    job.started(clock.now());
    String directory = job.name() + "-" + job.created().toEpochMilli() + "-" + attempts;
    JobFiles files =
        new JobFiles(
            around.cloud().buckets(),
            request,
            around.cloud().directory().resolve(Cloud.JOBS).resolve(directory));
    Attempt begun = Attempt.of(around.cloud(), around.lanes(), steps, files);
    attempt = begun;
    steps.stage(of(Stage.TRAINING_DOWNLOADING), files::fill, () -> train(begun));
  }

  private void train(Attempt begun) {
    enter("Training", "Training image download completed. Training in progress.");
    machines.train();
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
    Runnable half = Steps.halves(() -> upload(begun.files()));
    steps.later(of(Stage.TRAINING_RUNNING), half);
    begun.containers().whenEnded(code -> ended(begun.files(), code, half));
    begun.containers().start(work -> start(image, work), hosts.works(begun.files()));
    stopAfter(
        clock,
        around.cloud().backstage().limit(request.maxRuntime().minus(machines.trained())),
        job,
        steps.current(),
        "MaxRuntimeExceeded");
    watch(begun.files());
  }

  private static Work start(TrainingContainer image, TrainingWork work) throws DataProblem {
    try {
      return image.start(work);
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

  private void watch(JobFiles files) {
    IncidentScript.@Nullable Strike lost =
        request.isSpot()
            ? around.cloud().incidents().strike(job.name(), Incidents.Kind.INTERRUPTION)
            : null;
    if (lost != null) {
      steps.later(lost.after(), this::interrupt);
    }
    IncidentScript.@Nullable Strike broken =
        around.cloud().incidents().strike(job.name(), Incidents.Kind.INTERNAL_FAILURE);
    if (broken != null) {
      steps.later(broken.after(), this::failInternally);
    }
    if (!request.checkpoints().isEmpty()) {
      keepCheckpoints(files);
    }
  }

  private void keepCheckpoints(JobFiles files) {
    Duration pause = around.cloud().timetable().of(Stage.TRAINING_CHECKPOINTS);
    Duration least = Duration.ofMillis((long) (1000 * Math.max(1, clock.speed())));
    steps.later(
        pause.compareTo(least) < 0 ? least : pause,
        () -> steps.work(files::saveCheckpoints, () -> keepCheckpoints(files)));
  }

  private void ended(JobFiles files, int code, Runnable half) {
    if (code == 0) {
      half.run();
      return;
    }
    steps.next();
    String[] text = {""};
    steps.work(
        () -> {
          text[0] = files.failure();
          files.saveCheckpoints();
          files.storeOutput();
        },
        () -> fail(FailureReason.container(text[0], code, builtIn)));
  }

  private void upload(JobFiles files) {
    enter("Uploading", "Uploading generated training model");
    steps.stage(
        of(Stage.TRAINING_UPLOADING),
        () -> {
          files.saveCheckpoints();
          files.store(true);
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
    boolean trains = machines.hasTrained() && job.secondary().equals("Training");
    steps.next();
    job.turn("Stopping", "Stopping", "Stopping the training job", clock.now());
    Attempt last = attempt;
    if (last == null || !last.containers().isRunning()) {
      finishStop(trains);
      return;
    }
    last.containers().whenEnded(code -> finishStop(trains));
    last.containers().terminate();
    steps.later(
        around.cloud().backstage().limit(of(Stage.TRAINING_STOPPING)), last.containers()::kill);
  }

  private void finishStop(boolean saves) {
    steps.next();
    Attempt last = attempt;
    steps.stage(
        of(Stage.TRAINING_UPLOADING),
        () -> {
          if (saves && last != null) {
            last.files().saveCheckpoints();
            last.files().store(false);
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
    machines.end();
    Runnable half = Steps.halves(next);
    steps.later(of(stage), half);
    Attempt last = attempt;
    if (last == null) {
      half.run();
      return;
    }
    Runnable tidy =
        () -> {
          steps.work(last.files()::saveCheckpoints, half);
          last.containers().remove();
        };
    if (last.containers().isRunning()) {
      last.containers().whenEnded(code -> tidy.run());
      last.containers().kill();
    } else {
      tidy.run();
    }
  }

  private void fail(String reason) {
    end("Failed", "Failed", "Training job failed", reason);
  }

  private void end(String status, String secondary, String message, @Nullable String reason) {
    steps.next();
    machines.end();
    if (job.started() != null) {
      job.ended(clock.now());
    }
    job.failure(reason);
    job.metrics(hosts.metrics());
    job.turn(status, secondary, message, clock.now());
    job.run(null);
    if (attempt != null) {
      attempt.containers().remove();
    }
    around.ended().accept(job);
  }

  /** Whether it has machines, which cost. */
  boolean isBilled() {
    return machines.isBilled();
  }

  /** Ends its containers, since the cloud ends. */
  void close() {
    if (attempt != null) {
      attempt.containers().close();
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
