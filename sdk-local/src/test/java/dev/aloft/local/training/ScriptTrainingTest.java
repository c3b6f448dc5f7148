package dev.aloft.local.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.Machine;
import dev.aloft.data.Data;
import dev.aloft.data.Secret;
import dev.aloft.driver.LogLine;
import dev.aloft.driver.LogPage;
import dev.aloft.driver.RunRef;
import dev.aloft.driver.RunStatus;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.Problem;
import dev.aloft.error.Problems;
import dev.aloft.local.Eventually;
import dev.aloft.local.LocalMachine;
import dev.aloft.local.disk.Json;
import dev.aloft.model.ModelFormat;
import dev.aloft.model.ModelManifest;
import dev.aloft.operation.OperationState;
import dev.aloft.training.Container;
import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ScriptTrainingTest {
  @TempDir Path directory;

  private TrainingBench bench;

  @AfterEach
  void stop() throws Exception {
    if (bench != null) {
      bench.stopAll();
    }
  }

  @Test
  void runsAScriptUnderThePortableContract() throws Exception {
    bench = new TrainingBench(directory);
    Path data = Files.writeString(directory.resolve("data.csv"), "a,b\n1,2\n");
    Path script =
        TrainingBench.script(
            directory.resolve("code"),
            "import json, os, sys, helper",
            "seen = {k: v for k, v in os.environ.items() if k.startswith('ALOFT_')}",
            "seen['arguments'] = sys.argv[1:]",
            "seen['parameters'] = json.load(open(os.environ['ALOFT_HYPERPARAMETERS']))",
            "seen['data'] = open(os.environ['ALOFT_INPUT_TRAIN_DATA']).read()",
            "seen['more'] = os.environ['MORE']",
            "seen['token'] = os.environ['TOKEN'][::-1]",
            "json.dump(seen, open(os.path.join(os.environ['ALOFT_OUTPUT_DIR'], 'seen.json'), 'w'))",
            "open('scratch', 'w').write('x')",
            "open(os.path.join(os.environ['ALOFT_MODEL_DIR'], 'm.onnx'), 'w').write('model')",
            "m = open(os.environ['ALOFT_METRICS'], 'a')",
            "m.write('{\"name\": \"auc\", \"value\": 0.97, \"step\": 10}\\n')",
            "print('done', helper.WORD)");
    Files.writeString(script.resolve("helper.py"), "WORD = 'grüße'");
    Path secret = Files.writeString(directory.resolve("secret"), "a secret value\n");
    TrainingJob job =
        TrainingJob.builder("script", Script.of(script, "train.py").arguments("--first", "a b"))
            .input("train_data", Data.of(data))
            .hyperparameter("rate", 0.5)
            .hyperparameter("name", "it's $(HOME) \"quoted\"")
            .hyperparameter("flag", true)
            .hyperparameter("depth", 6)
            .environment("MORE", "m o r e")
            .secret("TOKEN", Secret.of(secret.toUri().toString()))
            .build();

    RunRef run = bench.create(job, "script-1");
    RunStatus end = bench.end(run);

    assertThat(end.state()).as("%s", bench.log(run)).isEqualTo(OperationState.SUCCEEDED);
    RunDirectory ran = bench.directory(run);
    JsonNode seen = Json.read(ran.output().resolve("seen.json"));
    assertThat(Json.list(seen.path("arguments")))
        .containsExactly(
            "--first",
            "a b",
            "--rate",
            "0.5",
            "--name",
            "it's $(HOME) \"quoted\"",
            "--flag",
            "true",
            "--depth",
            "6");
    assertThat(seen.path("parameters").path("depth").isInt()).isTrue();
    assertThat(seen.path("parameters").path("flag").asBoolean(false)).isTrue();
    assertThat(seen.path("data").asString()).isEqualTo("a,b\n1,2\n");
    assertThat(seen.path("more").asString()).isEqualTo("m o r e");
    assertThat(seen.path("token").asString()).isEqualTo("eulav terces a");
    assertThat(seen.path("ALOFT_RUN").asString()).isEqualTo("script-1");
    assertThat(seen.path("ALOFT_PROVIDER").asString()).isEqualTo("local");
    assertThat(seen.path("ALOFT_RANK").asString()).isEqualTo("0");
    assertThat(seen.path("ALOFT_WORLD_SIZE").asString()).isEqualTo("1");
    assertThat(seen.path("ALOFT_HOSTS").asString()).isEqualTo("localhost");
    assertThat(seen.path("ALOFT_CHECKPOINT_DIR").asString())
        .isEqualTo(ran.checkpoints().toString());
    assertThat(script.resolve("scratch")).doesNotExist();
    assertThat(Path.of(URI.create(bench.outputs(run).uris().get("metrics"))))
        .hasContent("{\"name\": \"auc\", \"value\": 0.97, \"step\": 10}");
    ModelManifest manifest =
        ModelManifest.parse(Files.readString(ran.model().resolve(ModelManifest.FILE)));
    assertThat(manifest.format()).isEqualTo(ModelFormat.ONNX);
    assertThat(manifest.files()).containsOnlyKeys("m.onnx");
    assertThat(manifest.contentHash())
        .isEqualTo(
            ModelManifest.describe(
                    ran.model(),
                    manifest.format(),
                    "",
                    manifest.signature(),
                    null,
                    manifest.properties())
                .contentHash());
    assertThat(bench.log(run))
        .contains("done grüße")
        .contains("::aloft-metric {\"name\": \"auc\", \"value\": 0.97, \"step\": 10}");
    assertThat(filesHolding(ran.path(), "a secret value")).isEmpty();
  }

  @Test
  void tellsHowAScriptFailed() throws Exception {
    bench = new TrainingBench(directory, "max-runs", "3");
    RunRef raised =
        run(
            "raised",
            "def f():",
            "  raise ValueError('no such column: \"age\"')",
            "try: f()",
            "except ValueError as e: raise RuntimeError('bad data') from e");
    RunRef exited = run("exited", "import sys", "sys.exit('gave up')");
    RunRef killed =
        run(
            "killed",
            "import os, signal, sys",
            "print('about to go', file=sys.stderr, flush=True)",
            "os.kill(os.getpid(), signal.SIGKILL)");

    RunStatus end = bench.end(raised);
    assertThat(end.state()).isEqualTo(OperationState.FAILED);
    assertThat(end.code()).isEqualTo(ErrorCode.USER_CODE_FAILED);
    assertThat(end.reason()).isEqualTo("RuntimeError: bad data");
    assertThat(end.exitCode()).isEqualTo(1);
    assertThat(bench.log(raised)).anyMatch(line -> line.contains("no such column"));
    assertThat(bench.end(exited).reason()).isEqualTo("gave up");
    assertThat(bench.end(killed).exitCode()).isEqualTo(137);
    assertThat(bench.end(killed).code()).isEqualTo(ErrorCode.USER_CODE_FAILED);
  }

  @Test
  void aScriptThatLeavesNoModelHasFailed() throws Exception {
    bench = new TrainingBench(directory, "max-runs", "2");
    RunRef nothing = run("nothing", "print('forgot ALOFT_MODEL_DIR')");
    RunRef manifest =
        run(
            "manifest",
            "import os",
            "open(os.environ['ALOFT_MODEL_DIR'] + '/aloft-model.json', 'w').write('{}')");

    for (RunRef run : List.of(nothing, manifest)) {
      RunStatus end = bench.end(run);
      assertThat(end.state()).as("%s", bench.log(run)).isEqualTo(OperationState.FAILED);
      assertThat(end.code()).isEqualTo(ErrorCode.USER_CODE_FAILED);
      assertThat(end.reason())
          .isEqualTo("the script wrote nothing to ALOFT_MODEL_DIR, which becomes the model");
      assertThat(end.exitCode()).as("of a script that ended well").isNull();
    }
    assertThat(bench.log(nothing)).contains("forgot ALOFT_MODEL_DIR");
    assertThat(bench.training.list(null, null).items())
        .extracting(RunStatus::state)
        .containsOnly(OperationState.FAILED);
  }

  @Test
  void showsLinesAndMetricsWhileTheScriptRuns() throws Exception {
    bench = new TrainingBench(directory);
    RunRef run =
        run(
            "live",
            "import os, time",
            "def wait(name):",
            "  while not os.path.exists('" + directory + "/' + name): time.sleep(0.01)",
            "print('first')",
            "open(os.environ['ALOFT_METRICS'], 'a').write('{\"name\":\"loss\",\"value\":1}\\n')",
            "wait('go')",
            "print('half a li', end='')",
            "open('" + directory + "/half', 'w').close()",
            "wait('on')",
            "print('ne')");
    bench.said(run, "::aloft-metric {\"name\": \"loss\", \"value\": 1.0}");
    Files.createFile(directory.resolve("go"));
    Eventually.holds("half a line", () -> Files.exists(directory.resolve("half")));

    LogPage page = bench.training.logs(run, null);
    assertThat(page.lines())
        .extracting(LogLine::text)
        .contains("first")
        .doesNotContain("half a li");
    assertThat(page.caughtUp()).isTrue();
    assertThat(bench.training.describe(run).state()).isEqualTo(OperationState.RUNNING);

    Files.createFile(directory.resolve("on"));
    bench.end(run);
    assertThat(bench.training.logs(run, page.cursor()).lines())
        .extracting(LogLine::text)
        .containsExactly("half a line");
  }

  @Test
  void refusesWhatItCannotRun() throws Exception {
    bench = new TrainingBench(directory, "python", "/nowhere/python9");
    Path script = TrainingBench.script(directory.resolve("code"), "pass");
    TrainingJob job =
        TrainingJob.builder("script", Script.of(script, "train.py").image("python:3.12"))
            .input("train", Data.of("s3://bucket/data"))
            .secret("KEY", Secret.of("aws-sm://prod/db"))
            .build();

    assertThat(problems(job))
        .extracting(Problem::field)
        .containsExactly("script.image", "python", "inputs.train", "secrets.KEY");
    assertThat(problems(job)).extracting(Problem::fix).anyMatch(fix -> fix.contains("\"python\""));
    assertThat(problems(TrainingJob.builder("image", Container.of("registry/image:1")).build()))
        .singleElement()
        .satisfies(problem -> assertThat(problem.fix()).contains("no containers"));
  }

  @Test
  void findsAnInterpreterThatIsNamedFromTheDirectoryOfTheCaller() throws Exception {
    Path here = Path.of("").toAbsolutePath();
    Path python = Programs.find("python3").orElseThrow();
    bench = new TrainingBench(directory, "python", here.relativize(python).toString());

    RunRef run = run("relative", "print('hello')");

    assertThat(bench.end(run).state()).as("%s", bench.log(run)).isEqualTo(OperationState.SUCCEEDED);
  }

  @Test
  void needsTheSecretsBeforeItStarts() throws Exception {
    bench = new TrainingBench(directory);
    Path script = TrainingBench.script(directory.resolve("code"), "pass");
    TrainingJob job =
        TrainingJob.builder("script", Script.of(script, "train.py"))
            .secret("KEY", Secret.env("ALOFT_TEST_NO_SUCH_VARIABLE"))
            .build();

    assertThatThrownBy(() -> bench.create(job, "script-1"))
        .isInstanceOfSatisfying(
            AloftException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
              assertThat(e.problems()).extracting(Problem::field).containsExactly("secrets.KEY");
            });
    assertThat(bench.training.list(null, null).items()).isEmpty();
  }

  @Test
  @Tag("long")
  void installsRequirementsOnceForTheSameList() throws Exception {
    bench = new TrainingBench(directory);
    Path script =
        TrainingBench.script(directory.resolve("code"), "import six", "print(six.__file__)");
    Files.writeString(script.resolve("requirements.txt"), "six==1.16.0\n");
    TrainingJob job =
        TrainingJob.builder("six", Script.of(script, "train.py").installRequirements()).build();

    RunRef first = bench.create(job, "six-1");
    assertThat(bench.end(first).state())
        .as("%s", bench.log(first))
        .isEqualTo(OperationState.SUCCEEDED);
    RunRef second = bench.create(job, "six-2");
    assertThat(bench.end(second).state()).isEqualTo(OperationState.SUCCEEDED);

    assertThat(bench.log(first)).contains("aloft: installing requirements.txt");
    assertThat(bench.log(second)).noneMatch(line -> line.contains("installing"));
    assertThat(bench.log(second)).anyMatch(line -> line.contains("/environments/"));
  }

  @Test
  void worksOnASmallerMachineThanWasAskedAndSaysSo() throws Exception {
    bench = new TrainingBench(directory);
    Path script = TrainingBench.script(directory.resolve("code"), "pass");
    TrainingJob job =
        TrainingJob.builder("large", Script.of(script, "train.py"))
            .machine(Machine.cpus(4096).memoryGib(1_000_000.5))
            .build();
    PrintStream usual = System.err;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    RunRef run;
    try {
      run = bench.create(job, "large-1");
      bench.training.describe(run);
    } finally {
      System.setErr(usual);
    }

    RunStatus end = bench.end(run);

    assertThat(end.state()).isEqualTo(OperationState.SUCCEEDED);
    String shortage = "4096 CPUs were asked for, it has " + LocalMachine.cpus();
    assertThat(bench.log(run).get(0))
        .startsWith("aloft: this machine is smaller than the job asked for: " + shortage);
    assertThat(end.machine())
        .startsWith("local: this machine")
        .contains(shortage, "1000000.5 GiB of memory were asked for, it has ");
    assertThat(written.toString(StandardCharsets.UTF_8))
        .containsOnlyOnce("large-1 works on a smaller machine than it asked for: " + shortage);
  }

  @Test
  @Tag("long")
  void readsRequirementsThatTheListNames() throws Exception {
    bench = new TrainingBench(directory);
    Path script = TrainingBench.script(directory.resolve("code"), "print('hello')");
    Files.writeString(script.resolve("requirements.txt"), "-r more/base.txt\n");
    Files.createDirectory(script.resolve("more"));
    Files.writeString(script.resolve("more/base.txt"), "# nothing\n");
    TrainingJob job =
        TrainingJob.builder("more", Script.of(script, "train.py").installRequirements()).build();
    RunRef first = bench.create(job, "more-1");
    assertThat(bench.end(first).state())
        .as("%s", bench.log(first))
        .isEqualTo(OperationState.SUCCEEDED);

    Files.writeString(script.resolve("more/base.txt"), "./no-such-package\n");
    RunRef second = bench.create(job, "more-2");

    assertThat(bench.end(second).reason()).startsWith("requirements.txt cannot be installed");
  }

  private RunRef run(String name, String... lines) throws Exception {
    Path script = TrainingBench.script(directory.resolve("code-" + name), lines);
    TrainingJob job = TrainingJob.builder(name, Script.of(script, "train.py")).build();
    return bench.create(job, name + "-1");
  }

  private List<Problem> problems(TrainingJob job) {
    Problems problems = new Problems();
    bench.training.check(job, problems);
    return problems.all();
  }

  private static List<Path> filesHolding(Path tree, String text) throws Exception {
    try (var files = Files.walk(tree)) {
      return files
          .filter(Files::isRegularFile)
          .filter(
              file -> {
                try {
                  return Files.readString(file).contains(text);
                } catch (java.io.IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              })
          .toList();
    }
  }
}
