package dev.aloft.fake.gcp;

import com.google.cloud.aiplatform.v1.CustomJob;
import com.google.cloud.aiplatform.v1.CustomJobSpec;
import com.google.cloud.aiplatform.v1.JobState;
import com.google.cloud.aiplatform.v1.Scheduling;
import com.google.rpc.Code;
import dev.aloft.fake.FakeClock;
import dev.aloft.fake.IncidentScript;
import dev.aloft.fake.gcp.Incidents.Kind;
import dev.aloft.fake.work.ContainerRun;
import dev.aloft.fake.work.Steps;
import dev.aloft.local.disk.Durable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A custom job from its acceptance to its end: its states by the clock, its containers, its files.
 * Each state is a step; what was meant for an earlier step is void. Guarded by the clock's monitor;
 * long work of one job is done outside of it, one piece after another.
 */
final class JobRun {
  private static final Duration USUAL_TIMEOUT = Duration.ofDays(7);
  private static final Duration USUAL_WAIT = Duration.ofHours(24);
  private static final int MOST_RETRIES = 3;

  private final Surroundings around;
  private final FakeClock clock;
  private final CustomJob job;
  private final Steps steps;
  private @Nullable ContainerRun attempt;
  private boolean over;
  private boolean cancelling;
  private boolean hasMachines;
  private int attempts;
  private int retries;
  private int held;
  private boolean done;

  /** What a run stands in. */
  record Surroundings(Cloud cloud, Executor lanes, CustomJobs jobs) {}

  JobRun(Surroundings around, CustomJob job) {
    this.around = around;
    this.clock = around.cloud().clock();
    this.job = job;
    this.steps = new Steps(clock, around.lanes(), () -> !over, this::fail);
  }

  CustomJobSpec spec() {
    return job.getJobSpec();
  }

  /** Whether it has machines, which cost. */
  boolean isBilled() {
    return hasMachines;
  }

  private Scheduling scheduling() {
    return job.getJobSpec().getScheduling();
  }

  /** Waits for machines. */
  void begin() {
    IncidentScript.@Nullable Strike queued = strike(Kind.QUEUE);
    if (queued == null) {
      await();
    } else {
      enter(JobState.JOB_STATE_QUEUED);
      steps.later(queued.after(), this::await);
    }
  }

  private void await() {
    attempts++;
    enter(JobState.JOB_STATE_PENDING);
    IncidentScript.@Nullable Strike quota = strike(Kind.NO_QUOTA);
    if (quota != null) {
      steps.later(of(Stage.JOB_PENDING), () -> fail(Quotas.exceeded(Map.of(quota.detail(), 0L))));
    } else if (strike(Kind.NO_CAPACITY) == null) {
      steps.later(of(Stage.JOB_PENDING), this::run);
    } else if (scheduling().getStrategy() != Scheduling.Strategy.FLEX_START) {
      steps.later(of(Stage.JOB_WITHOUT_CAPACITY), () -> fail(noCapacity()));
    } else if (waitsFor().compareTo(Duration.ZERO) > 0) {
      steps.later(waitsFor(), this::expire);
    }
  }

  /** How long it waits for machines that do not come; zero is for ever, and unset is not zero. */
  private Duration waitsFor() {
    return scheduling().hasMaxWaitDuration()
        ? Times.of(scheduling().getMaxWaitDuration())
        : USUAL_WAIT;
  }

  private Duration timeout() {
    Duration asked = Times.of(scheduling().getTimeout());
    return asked.isZero() ? USUAL_TIMEOUT : asked;
  }

  private GcpFailure noCapacity() {
    return new GcpFailure(
        Code.RESOURCE_EXHAUSTED,
        "Resources are insufficient in region: "
            + around.cloud().location()
            + ". Please try a different region or use a different machine type.");
  }

  private void run() {
    enter(JobState.JOB_STATE_RUNNING);
    hasMachines = true;
    around
        .jobs()
        .change(
            job.getName(),
            builder ->
                builder.hasStartTime() ? builder : builder.setStartTime(Times.of(clock.now())));
    String id = job.getName().substring(job.getName().lastIndexOf('/') + 1);
    Path home = around.cloud().directory().resolve("jobs").resolve(id + "-" + attempts);
    JobReplicas replicas = new JobReplicas(around.cloud(), job, home);
    ContainerRun begun =
        new ContainerRun(
            clock,
            around.cloud().backstage(),
            around.lanes(),
            steps,
            () -> Durable.deleteTree(home));
    attempt = begun;
    Runnable half = Steps.halves(this::succeed);
    steps.later(of(Stage.JOB_RUNNING), half);
    begun.whenEnded(code -> ended(replicas, code, half));
    steps.work(replicas::prepare, () -> begun.start(replicas::start, replicas.works()));
    steps.later(around.cloud().backstage().limit(timeout()), this::timeOut);
    boolean spot = scheduling().getStrategy() == Scheduling.Strategy.SPOT;
    IncidentScript.@Nullable Strike lost = spot ? strike(Kind.INTERRUPTION) : null;
    if (lost != null) {
      steps.later(lost.after(), () -> lose(preempted()));
    }
    interlude(Kind.UPDATE, JobState.JOB_STATE_UPDATING);
    interlude(Kind.PAUSE, JobState.JOB_STATE_PAUSED);
    IncidentScript.@Nullable Strike broken = strike(Kind.INTERNAL_FAILURE);
    if (broken != null) {
      steps.later(
          broken.after(),
          () ->
              lose(
                  new GcpFailure(
                      Code.INTERNAL, "Internal error occurred for the current attempt.")));
    }
  }

  /** A state that comes and goes while it runs; it does not end by itself before that is over. */
  private void interlude(Kind kind, JobState state) {
    IncidentScript.@Nullable Strike coming = strike(kind);
    if (coming == null) {
      return;
    }
    steps.later(
        coming.after(),
        () -> {
          held++;
          show(state);
          steps.later(Duration.parse(coming.detail()), this::goOn);
        });
  }

  private void goOn() {
    held--;
    show(JobState.JOB_STATE_RUNNING);
    if (held == 0 && done) {
      succeed();
    }
  }

  private void show(JobState state) {
    around.jobs().change(job.getName(), builder -> builder.setState(state));
  }

  private static GcpFailure preempted() {
    return new GcpFailure(
        Code.RESOURCE_EXHAUSTED,
        "The replica workerpool0-0 was preempted, and the Spot machines are insufficient at the"
            + " moment (STOCKOUT).");
  }

  private void ended(JobReplicas replicas, int code, Runnable half) {
    if (code == 0) {
      half.run();
    } else {
      fail(replicas.failure(code));
    }
  }

  /** The machines are gone: goes on with others, where it may. */
  private void lose(GcpFailure reason) {
    if (scheduling().getDisableRetries() || retries == MOST_RETRIES) {
      fail(reason);
      return;
    }
    retries++;
    hasMachines = false;
    steps.next();
    around.jobs().change(job.getName(), one -> one.setState(JobState.JOB_STATE_PENDING));
    Runnable again = Steps.halves(this::begin);
    steps.later(of(Stage.JOB_RESTARTING), again);
    endAttempt(again);
  }

  private void timeOut() {
    steps.next();
    endAttempt(
        () ->
            fail(
                new GcpFailure(
                    Code.DEADLINE_EXCEEDED,
                    "The job ran longer than its timeout of "
                        + timeout().toSeconds()
                        + " seconds, and was stopped.")));
  }

  private void endAttempt(Runnable then) {
    ContainerRun last = attempt;
    if (last == null || !last.isRunning()) {
      then.run();
      return;
    }
    last.whenEnded(code -> then.run());
    last.kill();
  }

  /** Asks it to end; it may still succeed or fail, when that comes first. */
  void cancel() {
    if (cancelling || over) {
      return;
    }
    cancelling = true;
    enter(JobState.JOB_STATE_CANCELLING);
    ContainerRun last = attempt;
    if (last == null || !last.isRunning()) {
      steps.later(of(Stage.JOB_CANCELLING), () -> finishCancel(last));
      return;
    }
    Runnable half = Steps.halves(() -> finishCancel(last));
    steps.later(of(Stage.JOB_CANCELLING), half);
    last.whenEnded(code -> half.run());
    last.terminate();
    steps.later(around.cloud().backstage().limit(of(Stage.JOB_CANCELLING)), last::kill);
  }

  private void finishCancel(@Nullable ContainerRun last) {
    if (last != null && last.exitCode() == 0) {
      succeed();
    } else {
      cancelled();
    }
  }

  private void cancelled() {
    end(JobState.JOB_STATE_CANCELLED, new GcpFailure(Code.CANCELLED, "CANCELED"));
  }

  private void expire() {
    end(
        JobState.JOB_STATE_EXPIRED,
        new GcpFailure(
            Code.DEADLINE_EXCEEDED,
            "The job waited longer than its max_wait_duration for resources."));
  }

  private void succeed() {
    if (held > 0 && !cancelling) {
      done = true;
      return;
    }
    boolean partly = strike(Kind.PARTIAL_SUCCESS) != null;
    end(partly ? JobState.JOB_STATE_PARTIALLY_SUCCEEDED : JobState.JOB_STATE_SUCCEEDED, null);
  }

  private void fail(Throwable problem) {
    GcpFailure failure =
        problem instanceof GcpFailure known
            ? known
            : new GcpFailure(Code.INTERNAL, "Internal error: " + problem);
    end(JobState.JOB_STATE_FAILED, failure);
  }

  private void end(JobState state, @Nullable GcpFailure error) {
    steps.next();
    over = true;
    hasMachines = false;
    around
        .jobs()
        .change(
            job.getName(),
            builder -> {
              builder.setState(state).setEndTime(Times.of(clock.now()));
              return error == null ? builder : builder.setError(error.status());
            });
    around.jobs().over(job.getName());
    if (attempt != null) {
      attempt.remove();
      attempt = null; // timers that are void by now hold this
    }
  }

  private void enter(JobState state) {
    steps.next();
    held = 0;
    done = false;
    show(state);
  }

  private IncidentScript.@Nullable Strike strike(Kind kind) {
    return around.cloud().incidents().strikeJob(job.getDisplayName(), kind);
  }

  private Duration of(Stage stage) {
    return around.cloud().timetable().of(stage);
  }

  /** Ends its containers, since the cloud ends. */
  void close() {
    if (attempt != null) {
      attempt.close();
    }
  }
}
