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

  @Test
  void aHeaderThatDoesNotFitCostsNoRun() throws IOException {
    Files.writeString(directory.resolve("train.py"), "print(1)");
    Path file = Files.writeString(directory.resolve("wine.csv"), "acid,quality\n1,2\n");
    Path other = Files.writeString(directory.resolve("semi.csv"), "acid;quality\n1;2\n");
    Script script = Script.of(directory, "train.py");

    assertThat(problems(script, Data.csv(file).label("qualty").ignore("nope")))
        .containsExactly(
            new Problem(
                "inputs.data.label",
                "qualty",
                "a column of the file: [acid, quality]; did you mean quality?"),
            new Problem("inputs.data.ignore", "nope", "a column of the file: [acid, quality]"));
    assertThat(problems(script, Data.csv(other).label("quality")))
        .containsExactly(
            new Problem(
                "inputs.data.label",
                "quality",
                "a column of the file: [acid;quality]; if it is several, say .separator(';')"));
    assertThat(problems(script, Data.csv(other).label("quality").separator(';'))).isEmpty();
    Files.write(file, new byte[] {'a', ',', (byte) 0xff, '\n'});
    assertThat(problems(script, Data.csv(file)))
        .extracting(Problem::field)
        .containsExactly("inputs.data");
  }

  private static List<String> fields(Script script, Data data) {
    return problems(script, data).stream().map(Problem::field).toList();
  }

  private static List<Problem> problems(Script script, Data data) {
    Problems problems = new Problems();
    LocalFileChecks.check(TrainingJob.builder("job", script).input("data", data).build(), problems);
    return problems.all();
  }
}
