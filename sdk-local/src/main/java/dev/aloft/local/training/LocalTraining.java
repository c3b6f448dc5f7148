package dev.aloft.local.training;

import dev.aloft.driver.DriverContext;
import dev.aloft.driver.LogLine;
import dev.aloft.driver.LogPage;
import dev.aloft.driver.Outputs;
import dev.aloft.driver.Page;
import dev.aloft.driver.Prepared;
import dev.aloft.driver.Repeat;
import dev.aloft.driver.RunDriver;
import dev.aloft.driver.RunKey;
import dev.aloft.driver.RunRef;
import dev.aloft.driver.RunStatus;
import dev.aloft.driver.Setting;
import dev.aloft.driver.Settings;
import dev.aloft.driver.Sweep;
import dev.aloft.driver.Upload;
import dev.aloft.driver.Watched;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.Problems;
import dev.aloft.layer.Call;
import dev.aloft.local.LocalErrors;
import dev.aloft.local.LocalHome;
import dev.aloft.local.LocalMachine;
import dev.aloft.local.disk.Durable;
import dev.aloft.local.disk.Leftovers;
import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Training runs on this machine. A run is a directory, and its name is taken by making it; the work
 * is done by a process that needs nobody. Thread-safe, and safe for several processes on one home.
 */
public final class LocalTraining implements RunDriver<TrainingJob> {
  static final String CODE = "code";
  static final String INPUT = "input.";

  private static final Logger LOG = LoggerFactory.getLogger(LocalTraining.class);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final String RUN_NAME = "[a-z][a-z0-9-]{0,63}";

  private final LocalHome home;
  private final DriverContext context;
  private final WorkerSettings settings;
  private final WorkerClassPath classPath;
  private final RunQueue queue;

  /** The runs of a home. */
  public LocalTraining(LocalHome home, DriverContext context) {
    this.home = home;
    this.context = context;
    this.settings = WorkerSettings.of(context.settings());
    this.classPath = new WorkerClassPath(home.classes(), context.classLoader());
    this.queue = new RunQueue(home, new WorkerLauncher(classPath::entries, variables -> {}));
  }

  /** The settings of training. */
  public static List<Setting> settings() {
    return WorkerSettings.all();
  }

  /** Notes settings of training that cannot be right. */
  public static void check(Settings settings, Problems problems) {
    WorkerSettings.check(settings, problems);
  }

  @Override
  public Repeat repeat() {
    return Repeat.BY_NAME;
  }

  @Override
  public void check(TrainingJob job, Problems problems) {
    LocalJobChecks.check(job, settings, problems);
  }

  @Override
  public List<Upload> uploads(TrainingJob job) {
    List<Upload> uploads = new ArrayList<>();
    job.inputs()
        .forEach((name, data) -> uploads.add(Upload.of(INPUT + name, data.localPath(), "")));
    if (job.workload() instanceof Script script) {
      uploads.add(Upload.of(CODE, script.directory(), ""));
    }
    return uploads;
  }

  @Override
  public Optional<RunRef> find(RunKey key) {
    return send(
        call("FindRun", key.runName()).repeatable(),
        () ->
            key.runName().matches(RUN_NAME) && Files.exists(directory(key.runName()).job())
                ? Optional.of(ref(key.runName()))
                : Optional.empty());
  }

  @Override
  public RunRef create(Prepared<TrainingJob> prepared) {
    String name = prepared.key().runName();
    JobFile job = JobFile.of(prepared, home.scope(), settings);
    String shortage = prepared.job().machine().map(LocalMachine::shortage).orElse("");
    return send(
        call("CreateRun", name).request(prepared.job()).repeatable(),
        () -> {
          classPath.entries();
          checkSecrets(job);
          Instant created = make(directory(name), job, shortage);
          warn(name, shortage);
          queue.add(name, created);
          queue.start(settings.maxRuns());
          return ref(name);
        });
  }

  private static void checkSecrets(JobFile job) throws IOException {
    Problems problems = new Problems();
    Secrets.missing(job.secrets())
        .forEach(
            (name, reference) ->
                problems.add("secrets." + name, reference, "a secret that has a value here"));
    problems.throwIfAny("training job \"" + job.group() + "\"");
  }

  /** Makes the directory whole before it gets its name; it is in the queue before, too. */
  private Instant make(RunDirectory run, JobFile job, String shortage) throws IOException {
    Durable.directories(home.runs());
    Path unfinished = Durable.temporary(home.runs());
    try {
      RunDirectory made = new RunDirectory(unfinished);
      for (Path part : List.of(made.model(), made.output(), made.checkpoints(), made.worker())) {
        Files.createDirectories(part);
      }
      Files.createFile(made.log());
      if (!shortage.isEmpty()) {
        Files.writeString(made.shortage(), shortage + "\n");
      }
      job.write(made);
      Instant created = Files.getLastModifiedTime(made.job()).toInstant();
      Leftovers.clean(home.runs(), created);
      queue.add(run.name(), created);
      Durable.publish(unfinished, run.path());
      return created;
    } catch (FileAlreadyExistsException e) {
      throw AloftException.of(
              ErrorCode.ALREADY_EXISTS, "there is a run \"" + run.name() + "\" already")
          .effect(Effect.NONE)
          .resource(run.name())
          .cause(e)
          .build();
    } finally {
      Durable.deleteTree(unfinished);
    }
  }

  private static void warn(String name, String shortage) {
    if (!shortage.isEmpty()) {
      LOG.warn("The run {} works on a smaller machine than it asked for: {}", name, shortage);
    }
  }

  @Override
  public Map<String, String> ownership(RunRef run) {
    return send(
        call("GetRun", run.runName()).repeatable(), () -> JobFile.read(existing(run)).ownership());
  }

  @Override
  public Sweep sweep(Watched watched) {
    return send(
        call("SweepRuns", "").repeatable(),
        () -> {
          List<RunStatus> seen = new ArrayList<>();
          Set<RunRef> gone = new HashSet<>();
          boolean waiting = false;
          for (RunRef ref : watched.runs()) {
            RunDirectory run = new RunDirectory(home.runs().resolve(ref.runName()));
            RunLook look = isName(ref) ? RunLook.at(run) : RunLook.NOTHING;
            waiting |= look.stage() == RunLook.Stage.WAITING && enqueue(run);
            if (look.stage() == RunLook.Stage.ABSENT) {
              gone.add(ref);
            } else {
              seen.addAll(RunStatuses.past(ref, run, look));
            }
          }
          if (waiting) {
            queue.start(settings.maxRuns());
          }
          return new Sweep(seen, gone, null, PAUSE.plusMillis(seen.size() / 10));
        });
  }

  @Override
  public RunStatus describe(RunRef ref) {
    return send(
        call("DescribeRun", ref.runName()).repeatable(),
        () -> {
          RunDirectory run = existing(ref);
          RunLook look = RunLook.at(run);
          if (look.stage() == RunLook.Stage.WAITING) {
            look = goOn(run);
          }
          return RunStatuses.of(ref, run, look);
        });
  }

  /** Ends a waiting run that was asked to stop, else starts it if there is room. */
  private RunLook goOn(RunDirectory run) throws Exception {
    if (enqueue(run)) {
      queue.start(settings.maxRuns());
    }
    return RunLook.at(run);
  }

  /** Sees to it that a waiting run is in the queue; false when it was asked to stop, and has. */
  private boolean enqueue(RunDirectory run) throws Exception {
    queue.add(run.name(), Files.getLastModifiedTime(run.job()).toInstant());
    if (run.isCancelled()) {
      queue.cancelWaiting(run);
      return false;
    }
    return true;
  }

  @Override
  public void cancel(RunRef ref) {
    send(
        call("CancelRun", ref.runName()).repeatable(),
        () -> {
          RunDirectory run = existing(ref);
          RunLook look = RunLook.at(run);
          if (look.stage() != RunLook.Stage.ENDED && !run.isCancelled()) {
            Durable.replace(run.cancel(), "");
          }
          return look.stage() == RunLook.Stage.WAITING ? goOn(run) : look;
        });
  }

  @Override
  public LogPage logs(RunRef ref, @Nullable String cursor) {
    return send(
        call("GetLog", ref.runName()).repeatable(),
        () -> {
          RunDirectory run = existing(ref);
          boolean ended = RunLook.at(run).stage() == RunLook.Stage.ENDED;
          return new LogFile(run.log()).page(cursor, ended);
        });
  }

  @Override
  public List<LogLine> tail(RunRef ref, int lines) {
    return send(
        call("GetLog", ref.runName()).repeatable(),
        () -> new LogFile(existing(ref).log()).tail(lines));
  }

  @Override
  public Outputs outputs(RunStatus described) {
    return send(
        call("GetOutputs", described.run().runName()).repeatable(),
        () -> {
          RunDirectory run = existing(described.run());
          Map<String, String> uris = new LinkedHashMap<>();
          putDirectory("model", run.model(), uris);
          putDirectory("output", run.output(), uris);
          putDirectory("checkpoints", run.checkpoints(), uris);
          if (Files.isRegularFile(run.metrics())) {
            uris.put("metrics", run.metrics().toUri().toString());
          }
          return new Outputs(uris);
        });
  }

  private static void putDirectory(String name, Path directory, Map<String, String> uris)
      throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      if (files.iterator().hasNext()) {
        uris.put(name, directory.toUri().toString().replaceAll("/$", ""));
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return; // the work removed it
    }
  }

  @Override
  public Page<RunStatus> list(@Nullable String group, @Nullable String cursor) {
    return send(
        call("ListRuns", group == null ? "" : group).repeatable(),
        () -> RunListing.page(home.runs(), group, cursor));
  }

  private RunDirectory directory(String runName) {
    if (!runName.matches(RUN_NAME)) {
      throw missing(runName);
    }
    return new RunDirectory(home.runs().resolve(runName));
  }

  private static boolean isName(RunRef ref) {
    return ref.runName().matches(RUN_NAME);
  }

  private RunDirectory existing(RunRef ref) {
    RunDirectory run = directory(ref.runName());
    if (!Files.isDirectory(run.path(), LinkOption.NOFOLLOW_LINKS)) {
      throw missing(ref.runName());
    }
    return run;
  }

  private AloftException missing(String runName) {
    return AloftException.of(
            ErrorCode.NOT_FOUND, "there is no run \"" + runName + "\" in " + home.root())
        .resource(runName)
        .build();
  }

  private static RunRef ref(String runName) {
    return new RunRef(runName, runName);
  }

  private Call.Builder call(String operation, String resource) {
    return context.call(operation, resource);
  }

  private <T> T send(Call.Builder call, Callable<T> body) {
    Call built = call.build();
    return context.send(
        built,
        () -> {
          try {
            return body.call();
          } catch (IOException | InterruptedException e) {
            throw LocalErrors.translate(built.operation(), built.resource(), e);
          }
        });
  }
}
