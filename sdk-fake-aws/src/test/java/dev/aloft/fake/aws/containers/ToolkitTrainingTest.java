package dev.aloft.fake.aws.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.fake.work.ContainerHost;
import dev.aloft.fake.work.ContainerHost.Mapping;
import dev.aloft.fake.work.Tarball;
import dev.aloft.fake.work.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

@EnabledOnOs({OS.LINUX, OS.MAC})
class ToolkitTrainingTest {
  private static final String SHOW =
      """
      import json, os, sys
      import helper
      with open(os.path.join(os.environ["SM_MODEL_DIR"], "seen.json"), "w") as file:
          json.dump({"arguments": sys.argv[1:], "environment": dict(os.environ),
                     "directory": os.getcwd(), "help": helper.HELP,
                     "data": open("/opt/ml/input/data/train/rows").read()}, file)
      print("written")
      """;

  @TempDir Path directory;

  private Job job(Map<String, String> files) throws IOException {
    Path source = directory.resolve("source");
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = source.resolve(file.getKey());
      Files.createDirectories(path.resolveSibling(""));
      Files.writeString(path, file.getValue());
    }
    Path archive = directory.resolve("sourcedir.tar.gz");
    Tarball.pack(source, archive);
    return new Job(Job.PYTORCH, directory.resolve("ml"))
        .channel("train", "text/csv", "rows", "1,2\n")
        .object("s3://bucket/job/source/sourcedir.tar.gz", archive)
        .with("sagemaker_submit_directory", "\"s3://bucket/job/source/sourcedir.tar.gz\"");
  }

  @ParameterizedTest
  @EnumSource(Mapping.class)
  void tellsScriptsWhatTheToolkitTells(Mapping mapping) throws Exception {
    Job job =
        job(Map.of("train.py", SHOW, "helper.py", "HELP = 5\n"))
            .with("sagemaker_program", "\"train.py\"")
            .with("sagemaker_job_name", "\"job-1\"")
            .with("sagemaker_region", "\"us-east-1\"")
            .with("sagemaker_container_log_level", "20")
            .with("loud", "true")
            .with("n", "7")
            .with("rate", "1e-3")
            .with("name", "\"a b\"")
            .with("nothing", "null")
            .with("raw", "as it is")
            .with("map", "{\"b\": 2, \"a\": \"x\"}");
    int code;
    try (ContainerHost host = ContainerHost.withMapping(mapping)) {
      code = job.run(host);
    }

    assertThat(code).as("%s", job.lines).isZero();
    assertThat(job.lines).contains("written");
    assertThat(job.root.resolve("output/success")).exists();
    JsonNode seen =
        new ObjectMapper().readTree(Files.readAllBytes(job.root.resolve("model/seen.json")));
    assertThat(seen.path("arguments").toString())
        .isEqualTo(
            "[\"--loud\",\"True\",\"--map\",\"a=x,b=2\",\"-n\",\"7\",\"--name\",\"a b\","
                + "\"--nothing\",\"\",\"--rate\",\"0.001\",\"--raw\",\"as it is\"]");
    assertThat(seen.path("help").asInt()).isEqualTo(5);
    assertThat(seen.path("data").asString()).isEqualTo("1,2\n");
    String mount = mapping == Mapping.NAMESPACE ? "/opt/ml" : job.root.toRealPath().toString();
    JsonNode environment = seen.path("environment");
    Map.ofEntries(
            Map.entry("SM_MODEL_DIR", mount + "/model"),
            Map.entry("SM_OUTPUT_DATA_DIR", mount + "/output/data"),
            Map.entry("SM_CHANNELS", "[\"train\"]"),
            Map.entry("SM_CHANNEL_TRAIN", mount + "/input/data/train"),
            Map.entry("SM_HP_LOUD", "true"),
            Map.entry("SM_HP_NOTHING", ""),
            Map.entry("SM_HP_RATE", "0.001"),
            Map.entry("SM_HP_MAP", "{\"a\":\"x\",\"b\":2}"),
            Map.entry("SM_HOSTS", "[\"algo-1\"]"),
            Map.entry("SM_CURRENT_HOST", "algo-1"),
            Map.entry("SM_MODULE_NAME", "train"),
            Map.entry("SM_USER_ENTRY_POINT", "train.py"),
            Map.entry("SM_MODULE_DIR", "s3://bucket/job/source/sourcedir.tar.gz"),
            Map.entry("SM_LOG_LEVEL", "20"),
            Map.entry("SM_FRAMEWORK_MODULE", "sagemaker_pytorch_container.training:main"),
            Map.entry("SAGEMAKER_JOB_NAME", "job-1"),
            Map.entry("TRAINING_JOB_NAME", "job-1"))
        .forEach(
            (name, value) ->
                assertThat(environment.path(name).asString(null)).as(name).isEqualTo(value));
    assertThat(environment.path("SM_HPS").asString())
        .isEqualTo(
            "{\"loud\":true,\"map\":{\"a\":\"x\",\"b\":2},\"n\":7,\"name\":\"a b\","
                + "\"nothing\":null,\"rate\":0.001,\"raw\":\"as it is\"}");
    assertThat(environment.path("SM_TRAINING_ENV").asString()).contains("\"job_name\":\"job-1\"");
  }

  @Test
  void keepsHowAScriptFailed() throws Exception {
    Job job =
        job(Map.of("train.py", "import sys\nprint('begins')\nraise ValueError('no such thing')\n"))
            .with("sagemaker_program", "\"train.py\"")
            .with("epochs", "3");
    try (ContainerHost host = ContainerHost.ofThisMachine()) {
      assertThat(job.run(host)).isEqualTo(1);
      assertThat(job.failure())
          .startsWith("ExecuteUserScriptError:\nExitCode 1\nErrorMessage \"")
          .contains("ValueError: no such thing")
          .endsWith("Command \"" + host.python() + " train.py --epochs 3\"");
    }
    assertThat(job.lines).contains("begins", "ValueError: no such thing");
  }

  @Test
  void keepsTheExitCodeOfAScript() throws Exception {
    Job job =
        job(Map.of("run.sh", "#!/bin/sh\necho \"$2\"\nexit 42\n"))
            .with("sagemaker_program", "\"run.sh\"")
            .with("word", "\"a 'b'\"");
    try (ContainerHost host = ContainerHost.ofThisMachine()) {
      assertThat(job.run(host)).isEqualTo(1);
    }
    assertThat(job.lines).contains("a 'b'");
    assertThat(job.failure()).contains("ExitCode 42");
  }

  @Test
  void failsWhenRequirementsCannotBeInstalled() throws Exception {
    Job job =
        job(Map.of("train.py", "", "requirements.txt", "./nothing-is-here\n"))
            .with("sagemaker_program", "\"train.py\"");
    try (ContainerHost host = ContainerHost.ofThisMachine()) {
      assertThat(job.run(host)).isEqualTo(1);
    }
    assertThat(job.failure()).startsWith("InstallRequirementsError:\nExitCode 1");
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    try (ContainerHost host = ContainerHost.ofThisMachine()) {
      Job nameless = job(Map.of("train.py", ""));
      assertThat(nameless.run(host)).isEqualTo(1);
      assertThat(nameless.failure()).contains("entry point name is empty");
    }
  }

  @Test
  void aStopReachesTheScript() throws Exception {
    String script =
        """
        import signal, sys, time
        def save(*_):
            open("/opt/ml/model/saved", "w").close()
            sys.exit(0)
        signal.signal(signal.SIGTERM, save)
        print("[0] ready", flush=True)
        while True:
            time.sleep(0.02)
        """;
    Job job = job(Map.of("train.py", script)).with("sagemaker_program", "\"train.py\"");
    try (ContainerHost host = ContainerHost.ofThisMachine()) {
      Work work = job.start(host);
      job.firstRound.join();

      work.terminate();

      assertThat(work.exit().join()).isZero();
    }
    assertThat(job.root.resolve("model/saved")).exists();
  }
}
