package dev.aloft.fake.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(OS.LINUX)
class ProgramDeathTest {

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nothingOutlivesTheProcessThatStartedIt(boolean killed, @TempDir Path root) throws Exception {
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DyingProgram.class.getName(),
                root.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines = java.inputReader(StandardCharsets.UTF_8)) {
      Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(lines.readLine()));
      assertThat(process).get().matches(ProcessHandle::isAlive);

      if (killed) {
        java.destroyForcibly();
      } else {
        java.destroy();
      }

      process.orElseThrow().onExit().join();
      assertThat(java.waitFor()).isNotZero();
    } finally {
      java.destroyForcibly();
    }
  }
}
