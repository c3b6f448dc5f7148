package dev.aloft.local.worker;

import dev.aloft.error.AloftException;
import dev.aloft.error.Blame;
import dev.aloft.error.ErrorCode;
import dev.aloft.local.LocalHome;
import dev.aloft.local.disk.Locks;
import dev.aloft.local.training.JobFile;
import dev.aloft.local.training.ProcessMark;
import dev.aloft.local.training.RunDirectory;
import dev.aloft.local.training.RunQueue;
import dev.aloft.local.training.RunResult;
import dev.aloft.local.training.Secrets;
import dev.aloft.local.training.WorkerLauncher;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Carries out one run: takes its lock for as long as it lives, works, writes down how it ended, and
 * starts what waits in the queue. One use.
 */
final class Worker {
  private static final long LOCK_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long BREATH_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final RunDirectory run;
  private final String token;
  private volatile boolean terminated;
  private @Nullable FileLock lock;

  Worker(RunDirectory run, String token) {
    this.run = run;
    this.token = token;
  }

  void run() throws Exception {
    if (!takeLock() || isBegun()) {
      return;
    }
    ProcessMark.of(ProcessHandle.current(), token, 1).create(run.started());
    JobFile job = JobFile.read(run);
    end(job, run.isCancelled() ? RunResult.cancelled() : watched(job));
  }

  /** Waits a little, since who only looks whether the lock is taken holds it for a moment. */
  private boolean takeLock() throws IOException {
    long end = System.nanoTime() + LOCK_NANOS;
    lock = Locks.take(run.lock());
    while (lock == null && System.nanoTime() < end) {
      LockSupport.parkNanos(BREATH_NANOS);
      lock = Locks.take(run.lock());
    }
    return lock != null;
  }

  private boolean isBegun() {
    return Files.exists(run.started()) || Files.exists(run.result());
  }

  private RunResult watched(JobFile job) throws IOException, InterruptedException {
    if (Files.exists(run.shortage())) {
      String lacks = Files.readString(run.shortage()).strip();
      System.out.println("aloft: this machine is smaller than the job asked for: " + lacks);
    }
    StopSignal stop = new StopSignal(run, job.limit(), job.settings().grace());
    Work work = job.kind().equals("script") ? new ScriptWork(run, job) : new XgboostWork(run, job);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> terminate(work), "aloft-end"));
    Thread watcher = new Thread(() -> watch(job, work, stop), "aloft-stop");
    watcher.setDaemon(true);
    watcher.start();
    RunResult result = carryOut(work, stop);
    RunResult stopped = stop.result();
    stop.done();
    return stopped == null ? result : stopped;
  }

  /** Somebody ended this process: what it has to say is its exit code, not a result. */
  private void terminate(Work work) {
    terminated = true;
    work.kill();
  }

  private void watch(JobFile job, Work work, StopSignal stop) {
    try {
      stop.watch(work::kill, () -> abandon(job, stop));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Native code cannot be interrupted: the process ends with it. */
  private void abandon(JobFile job, StopSignal stop) {
    try {
      RunResult stopped = stop.result();
      end(job, stopped == null ? RunResult.cancelled() : stopped);
    } catch (Exception e) {
      e.printStackTrace(System.out);
    } finally {
      Runtime.getRuntime().halt(0);
    }
  }

  private static RunResult carryOut(Work work, StopSignal stop) {
    try {
      return work.carryOut(stop);
    } catch (AloftException e) {
      String reason =
          Stream.concat(Stream.of(e.summary()), e.problems().stream())
              .map(String::valueOf)
              .collect(Collectors.joining("; "));
      System.out.println("aloft: " + reason);
      return RunResult.failed(e.code(), e.blame(), reason, null);
    } catch (OutOfMemoryError e) {
      long limit = Runtime.getRuntime().maxMemory() >> 20;
      return RunResult.failed(
          ErrorCode.PROVIDER_ERROR,
          Blame.LIMITS,
          "the data does not fit into the worker's memory of " + limit + " MiB",
          null);
    } catch (Exception | LinkageError e) {
      e.printStackTrace(System.out);
      return RunResult.failed(ErrorCode.PROVIDER_ERROR, null, e.toString(), null);
    }
  }

  private void end(JobFile job, RunResult result) throws Exception {
    if (terminated) {
      return;
    }
    result.write(run);
    List<Path> classPath =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(Path::of)
            .toList();
    WorkerLauncher launcher =
        new WorkerLauncher(
            () -> classPath, environment -> Secrets.forget(job.secrets(), environment));
    Path home = run.path().resolveSibling("..").normalize();
    new RunQueue(new LocalHome(home), launcher).start(job.settings().maxRuns());
  }
}
