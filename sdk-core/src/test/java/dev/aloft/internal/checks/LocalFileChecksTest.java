package dev.aloft.internal.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.data.Data;
import dev.aloft.error.Problem;
import dev.aloft.error.Problems;
import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFileChecksTest {
  @TempDir private Path directory;

  @Test
  void takesWhatIsThere() throws IOException {
    Files.writeString(directory.resolve("train.py"), "print(1)");
    Files.writeString(directory.resolve("requirements.txt"), "");
    Files.writeString(directory.resolve("a.csv"), "x\n1\n");

    assertThat(
            fields(
                Script.of(directory, "train.py").installRequirements(),
                Data.csv(directory.resolve("a.csv"))))
        .isEmpty();
  }

  @Test
  void namesEveryFileThatIsNotThere() throws IOException {
    Files.writeString(directory.resolve("empty.csv"), "");

    assertThat(
            fields(
                Script.of(directory, "train.py").installRequirements(),
                Data.csv(directory.resolve("b.csv"))))
        .containsExactly("inputs.data", "script.entry", "script.requirements");
    assertThat(
            fields(
                Script.of(directory.resolve("no"), "train.py"),
                Data.csv(directory.resolve("empty.csv"))))
        .containsExactly("inputs.data", "script.directory");
  }

  @Test
  void looksAtNothingElsewhere() throws IOException {
    Files.writeString(directory.resolve("train.py"), "print(1)");

    assertThat(fields(Script.of(directory, "train.py"), Data.csv("s3://bucket/a.csv"))).isEmpty();
  }

  private static List<String> fields(Script script, Data data) {
    Problems problems = new Problems();
    LocalFileChecks.check(TrainingJob.builder("job", script).input("data", data).build(), problems);
    return problems.all().stream().map(Problem::field).toList();
  }
}
