package dev.aloft.local.training;

import dev.aloft.driver.LogLine;
import dev.aloft.driver.LogPage;
import dev.aloft.driver.Outputs;
import dev.aloft.driver.Prepared;
import dev.aloft.driver.RunKey;
import dev.aloft.driver.RunRef;
import dev.aloft.driver.RunStatus;
import dev.aloft.driver.Upload;
import dev.aloft.local.DirectContext;
import dev.aloft.local.Eventually;
import dev.aloft.local.LocalHome;
import dev.aloft.training.TrainingJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The training driver over a home of its own; staged files are used where they lie. */
public final class TrainingBench {
  public final LocalHome home;
  public final DirectContext context;
  public final LocalTraining training;
  private final List<RunRef> created = new ArrayList<>();

  /** A driver with these settings; {@code home} is set here. */
  public TrainingBench(Path directory, String... settings) {
    Map<String, String> all = new HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    home = new LocalHome(directory.resolve("home"));
    all.put("home", home.root().toString());
    context = new DirectContext(all);
    training = new LocalTraining(home, context);
  }

  /** Creates a run of a job. */
  public RunRef create(TrainingJob job, String runName) {
    Map<String, String> uris = new HashMap<>();
    for (Upload upload : training.uploads(job)) {
      uris.put(upload.name(), upload.path().toUri().toString());
    }
    RunKey key = new RunKey(job.name(), runName, "hash-of-" + runName);
    RunRef run = training.create(new Prepared<>(job, key, uris, Map.of("aloft-owner", "log-1")));
    created.add(run);
    return run;
  }

  /** A run that another process created. */
  public RunRef known(String runName) {
    RunRef run = new RunRef(runName, runName);
    created.add(run);
    return run;
  }

  /** Waits for the end of a run. */
  public RunStatus end(RunRef run) throws Exception {
    Eventually.holds(
        run.runName() + " has ended", () -> training.describe(run).state().isTerminal());
    return training.describe(run);
  }

  /** What exists of the outputs. */
  public Outputs outputs(RunRef run) {
    return training.outputs(training.describe(run));
  }

  public RunDirectory directory(RunRef run) {
    return new RunDirectory(home.runs().resolve(run.runName()));
  }

  /** Waits until the script says something. */
  public void said(RunRef run, String text) throws Exception {
    Eventually.holds(run.runName() + " says " + text, () -> log(run).contains(text));
  }

  public List<String> log(RunRef run) {
    List<String> lines = new ArrayList<>();
    @Nullable String cursor = null;
    LogPage page;
    do {
      page = training.logs(run, cursor);
      page.lines().stream().map(LogLine::text).forEach(lines::add);
      cursor = page.cursor();
    } while (!page.caughtUp());
    return lines;
  }

  /** Stops what a failed test left at work. */
  public void stopAll() throws Exception {
    for (RunRef run : created) {
      if (Files.exists(directory(run).job())) {
        training.cancel(run);
        end(run);
      }
    }
  }

  /**
   * Writes a script directory with {@code train.py}, which leaves a model in the end unless it
   * speaks of {@code ALOFT_MODEL_DIR} itself.
   */
  public static Path script(Path directory, String... lines) throws IOException {
    Files.createDirectories(directory);
    List<String> all = new ArrayList<>(List.of(lines));
    if (all.stream().noneMatch(line -> line.contains("ALOFT_MODEL_DIR"))) {
      all.add("import os");
      all.add("open(os.path.join(os.environ['ALOFT_MODEL_DIR'], 'model.txt'), 'w').write('model')");
    }
    Files.write(directory.resolve("train.py"), all);
    return directory;
  }
}
