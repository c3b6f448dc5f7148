package dev.aloft.fake.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.fake.work.ContainerHost.Mapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@EnabledOnOs({OS.LINUX, OS.MAC})
class ContainerHostTest {
  private static final String SCRIPT =
      """
      import glob, json, os, pathlib, shutil, subprocess, sys
      assert os.path.isdir("/opt/ml/input"), "no directory"
      with open("/opt/ml/input/data.json") as file:
          data = json.load(file)
      os.makedirs("/opt/ml/model/sub", exist_ok=True)
      pathlib.Path("/opt/ml/model/sub/copy.json").write_text(json.dumps(data))
      base = "/opt" + "/ml"
      shutil.copy(os.path.join(base, "input", "data.json"), base + "/model/other.json")
      os.rename(base + "/model/other.json", base + "/model/moved.json")
      print(sorted(os.listdir(base + "/model")), glob.glob(base + "/input/*"))
      print(subprocess.check_output(["cat", base + "/input/data.json"]).decode())
      print(os.environ["WHERE"], sys.argv[1])
      """;

  @TempDir Path directory;

  private Program program(ContainerLog log, String... command) throws IOException {
    Path root = directory.resolve("root");
    Files.createDirectories(root.resolve("code"));
    return new Program(
        List.of(command),
        "/opt/ml",
        Map.of("WHERE", "/opt/ml"),
        root,
        "/opt/ml",
        List.of("code"),
        log);
  }

  @ParameterizedTest
  @EnumSource(Mapping.class)
  void scriptsSeeTheirFilesUnderThePathOfTheContainer(Mapping mapping) throws Exception {
    ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
    try (ContainerHost host = ContainerHost.withMapping(mapping)) {
      Program program = program(lines::add, "python3", "/opt/ml/code/script.py", "/opt/ml/model");
      Files.createDirectories(program.root().resolve("input"));
      Files.createDirectories(program.root().resolve("model"));
      Files.writeString(program.root().resolve("input/data.json"), "{\"a\": 1}");
      Files.writeString(program.root().resolve("code/script.py"), SCRIPT);

      int code = host.run(program).exit().join();

      assertThat(lines)
          .containsExactly(
              "['moved.json', 'sub'] ['/opt/ml/input/data.json']",
              "{\"a\": 1}",
              "/opt/ml /opt/ml/model");
      assertThat(code).isZero();
      assertThat(program.root().resolve("model/sub/copy.json")).hasContent("{\"a\": 1}");
      assertThat(program.root().resolve("model/moved.json")).hasContent("{\"a\": 1}");
      assertThat(Path.of("/opt/ml/model/moved.json")).doesNotExist();
    }
  }

  @ParameterizedTest
  @EnumSource(Mapping.class)
  void shellsDoToo(Mapping mapping) throws Exception {
    ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
    try (ContainerHost host = ContainerHost.withMapping(mapping)) {
      Program program =
          program(
              lines::add,
              "/bin/sh",
              "-c",
              "sh /opt/ml/code/run.sh; test -d /opt/mlx && echo no; exit 7");
      Files.writeString(program.root().resolve("code/run.sh"), "pwd; echo done > /opt/ml/result\n");

      assertThat(host.run(program).exit().join()).isEqualTo(7);
      assertThat(lines).containsExactly("/opt/ml");
      assertThat(program.root().resolve("result")).hasContent("done");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void thisMachineDecidesAndBothSeeTheSame() throws Exception {
    try (ContainerHost host = ContainerHost.ofThisMachine()) {
      assertThat(host.mapping()).isIn((Object[]) Mapping.values());
      assertThat(host.run(program(line -> {}, "test", "-d", "/opt/ml/code")).exit().join())
          .isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Mapping.class)
  @EnabledOnOs(OS.LINUX)
  void whatLeftTheGroupEndsWithTheProgram(Mapping mapping) throws Exception {
    CompletableFuture<Long> left = new CompletableFuture<>();
    try (ContainerHost host = ContainerHost.withMapping(mapping)) {
      Work work =
          host.run(
              program(
                  line -> left.complete(Long.parseLong(line)),
                  "/bin/sh",
                  "-c",
                  "setsid sh -c 'echo $$; exec sleep 1000' & wait"));
      long process = left.join();
      assertThat(ProcessHandle.of(process)).get().matches(ProcessHandle::isAlive);

      work.kill();

      assertThat(work.exit().join()).isEqualTo(137);
      assertThat(ProcessHandle.of(process).filter(ProcessHandle::isAlive)).isEmpty();
    }
  }

  @Test
  void terminatingLetsAScriptSave() throws Exception {
    CompletableFuture<String> started = new CompletableFuture<>();
    try (ContainerHost host = ContainerHost.ofThisMachine()) {
      Program program =
          program(
              started::complete,
              "/bin/sh",
              "-c",
              "trap 'echo saved > /opt/ml/saved; exit 5' TERM; echo ready;"
                  + " while true; do sleep 0.05; done");
      Work work = host.run(program);
      assertThat(started.join()).isEqualTo("ready");

      work.terminate();

      assertThat(work.exit().join()).isEqualTo(5);
      assertThat(program.root().resolve("saved")).hasContent("saved");
    }
  }

  @Test
  void closingEndsWhatRuns() throws Exception {
    CompletableFuture<String> started = new CompletableFuture<>();
    ContainerHost host = ContainerHost.ofThisMachine();
    Program program =
        program(started::complete, "/bin/sh", "-c", "trap '' TERM; echo ready; sleep 1000");
    Work work = host.run(program);
    assertThat(started.join()).isEqualTo("ready");

    host.close();

    assertThat(work.exit()).isCompletedWithValue(137);
    assertThatThrownBy(() -> host.run(program)).isInstanceOf(IOException.class);
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
    try (ContainerHost host = ContainerHost.ofThisMachine()) {
      assertThat(host.run(program(lines::add, "no-such-program")).exit().join()).isEqualTo(127);
      assertThat(lines).singleElement().asString().contains("no-such-program", "No such file");
    }
    try (ContainerHost host = ContainerHost.withPython("no-such-python")) {
      assertThatThrownBy(() -> host.run(program(lines::add, "true")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("no-such-python");
    }
  }

  @Test
  void programsDoNotSeeTheSecretsOfThisProcess() throws Exception {
    try (ContainerHost host = ContainerHost.ofThisMachine()) {
      assertThat(host.variables().keySet())
          .contains("PATH")
          .noneMatch(name -> name.startsWith("AWS_") || name.startsWith("JAVA_"));
    }
  }
}
