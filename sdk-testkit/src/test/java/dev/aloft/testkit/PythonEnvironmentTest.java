package dev.aloft.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PythonEnvironmentTest {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir Path directory;

  @Test
  void makesOneOfAFileForAllWhoWantIt() throws Exception {
    Path file = Files.writeString(directory.resolve("nothing.txt"), "# no packages\n");
    PythonEnvironment first = PythonEnvironment.of(file, directory.resolve("cache"));
    List<Path> made = entries();
    ExecutorService both = Executors.newFixedThreadPool(2);
    try {
      Stream.of(0, 1)
          .map(
              one ->
                  CompletableFuture.supplyAsync(
                      () -> PythonEnvironment.of(file, directory.resolve("cache")), both))
          .toList()
          .forEach(CompletableFuture::join);
    } finally {
      both.shutdownNow();
    }

    assertThat(entries()).isEqualTo(made);
    ChildProgram.Result result =
        first
            .program(
                directory,
                Map.of("SAID", "hello"),
                "-c",
                "import os, sys; print(os.environ['SAID'], sys.prefix); sys.exit(3)")
            .run(PATIENCE);
    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.output()).startsWith("hello " + directory.resolve("cache"));
    assertThatThrownBy(
            () ->
                first
                    .program(directory, Map.of(), "-c", "import threading as t; t.Event().wait()")
                    .run(Duration.ofMillis(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("did not end");
  }

  @Test
  void beginsAgainWhereNobodyCameToAnEnd() throws Exception {
    Path file = Files.writeString(directory.resolve("nothing.txt"), "# no packages\n");
    PythonEnvironment.of(file, directory.resolve("cache"));
    Path home = entries().stream().filter(Files::isDirectory).findFirst().orElseThrow();
    Files.delete(home.resolve("complete"));
    Path halfWritten = Files.writeString(home.resolve("half"), "x");

    PythonEnvironment.of(file, directory.resolve("cache"));

    assertThat(halfWritten).doesNotExist();
    assertThat(home.resolve("complete")).exists();
  }

  private List<Path> entries() throws Exception {
    try (Stream<Path> files = Files.list(directory.resolve("cache"))) {
      return files.sorted().toList();
    }
  }
}
