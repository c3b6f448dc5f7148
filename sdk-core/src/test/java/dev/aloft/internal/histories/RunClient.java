package dev.aloft.internal.histories;

import dev.aloft.driver.LogPage;
import dev.aloft.driver.Outputs;
import dev.aloft.driver.Page;
import dev.aloft.driver.Prepared;
import dev.aloft.driver.Repeat;
import dev.aloft.driver.RunDriver;
import dev.aloft.driver.RunKey;
import dev.aloft.driver.RunRef;
import dev.aloft.driver.RunStatus;
import dev.aloft.driver.Sweep;
import dev.aloft.driver.Timing;
import dev.aloft.driver.Upload;
import dev.aloft.driver.Watched;
import dev.aloft.error.Problems;
import dev.aloft.internal.RunClaims;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One process that wants a run. */
final class RunClient extends Acting {
  private final Scene scene;
  private final ModelRuns runs;
  private final RunClaims claims;
  private boolean createdAfterANap;

  RunClient(Scene scene, ModelRuns runs, String name, boolean faulty, Naps naps) {
    super(scene, name, faulty, naps);
    this.scene = scene;
    this.runs = runs;
    this.claims = new RunClaims(new ReachedStore(), this);
  }

  /** Whether it slept between its last look and the create: then nothing can hold it back. */
  boolean createdAfterANap() {
    return createdAfterANap;
  }

  RunRef create(String job, RunKey key) {
    Map<String, String> ownership = Map.of("aloft-owner", "team", "aloft-revision", key.specHash());
    return claims.createOnce(new Driver(), new Prepared<>(job, key, Map.of(), ownership));
  }

  @Override
  public Timing timing() {
    return new Timing() {
      @Override
      public Instant now() {
        return scene.timing.now();
      }

      @Override
      public long nanos() {
        return scene.timing.nanos();
      }

      @Override
      public Cancellable schedule(Duration delay, Runnable task) {
        return scene.timing.schedule(delay, task);
      }

      @Override
      public void pause(Duration time) {
        scene.stage.sleep(time);
      }
    };
  }

  private final class Driver implements RunDriver<String> {
    @Override
    public Repeat repeat() {
      return runs.repeat();
    }

    @Override
    public Duration lag() {
      return runs.lag();
    }

    @Override
    public Optional<RunRef> find(RunKey key) {
      step();
      return runs.find(key);
    }

    @Override
    public RunRef create(Prepared<String> job) {
      return write(
          "create",
          () -> {
            createdAfterANap = sleptJustBefore();
            RunRef run = runs.create(job);
            scene.tell(name, "created " + run);
            return run;
          });
    }

    @Override
    public Map<String, String> ownership(RunRef run) {
      step();
      return runs.ownership(run);
    }

    @Override
    public void cancel(RunRef run) {
      step();
      scene.tell(name, "cancels " + run);
      runs.cancel(run);
    }

    @Override
    public Page<RunStatus> list(@Nullable String group, @Nullable String cursor) {
      step();
      return runs.list(group, cursor);
    }

    @Override
    public RunStatus describe(RunRef run) {
      return runs.describe(run);
    }

    @Override
    public void check(String job, Problems problems) {}

    @Override
    public List<Upload> uploads(String job) {
      return List.of();
    }

    @Override
    public Sweep sweep(Watched watched) {
      return runs.sweep(watched);
    }

    @Override
    public LogPage logs(RunRef run, @Nullable String cursor) {
      return runs.logs(run, cursor);
    }

    @Override
    public Outputs outputs(RunStatus described) {
      return runs.outputs(described);
    }
  }
}
