package dev.aloft.internal.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.data.Data;
import dev.aloft.error.Problem;
import dev.aloft.error.Problems;
import dev.aloft.training.Algorithm;
import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstRowsTest {
  @TempDir private Path directory;

  @Test
  void takesWhatCanBeLearned() {
    assertThat(problems("a,c,y\n1,x,0\nNA,?,1\n-2e3,7,0.5\ninf,x,1\n", "c")).isEmpty();
  }

  @Test
  void tellsEverythingAtOnce() {
    String text =
        "city,size,floor,y\nBerlin,1,low,0\n2,Bonn,3,\n4,5\n6,1e400,8,cat\n7,8,9,\n1,2\n3,4,5,7\n";

    assertThat(problems(text))
        .containsExactly(
            new Problem(
                "inputs.train.city",
                "Berlin",
                "a number; or name the column in categorical(…) or ignore(…), or the text in"
                    + " missing(…) (train.csv, line 2)"),
            new Problem(
                "inputs.train.size",
                "Bonn",
                "a number; or name the column in categorical(…) or ignore(…), or the text in"
                    + " missing(…) (train.csv, line 3)"),
            new Problem(
                "inputs.train.floor",
                "low",
                "a number; or name the column in categorical(…) or ignore(…), or the text in"
                    + " missing(…) (train.csv, line 2)"),
            new Problem(
                "inputs.train.label",
                "cat",
                "a number in column y (train.csv, line 5): the label must be numeric; encode"
                    + " classes as 0, 1, …"),
            new Problem(
                "inputs.train.label",
                "",
                "a label in every row: column y is missing in train.csv, line 3"),
            new Problem(
                "inputs.train.line 4",
                "2 fields",
                "4 fields; complete the line, or put quotes around a field that holds ','; so are 1"
                    + " more of the first 1000 rows"));
  }

  @Test
  void tellsLabelsThatTheObjectiveCannotLearn() {
    assertThat(problems("a,y\n1,250000\n2,310000.5\n"))
        .containsExactly(
            new Problem(
                "inputs.train.label",
                "y: values with fractions from 250000 to 310000.5",
                "values from 0 to 1 for binary:logistic; change the data, name another label, or"
                    + " take another objective"));
    TrainingJob classes =
        job(data("train.csv", "a,y\n1,0\n2,3\n").label("y"))
            .hyperparameter("objective", "multi:softmax")
            .hyperparameter("num_class", 3)
            .build();
    assertThat(problems(classes))
        .extracting(Problem::fix)
        .allSatisfy(fix -> assertThat(fix).startsWith("whole numbers from 0 to 2"))
        .hasSize(1);
    assertThat(
            problems(classes.toBuilder().hyperparameter("objective", "reg:squarederror").build()))
        .isEmpty();
    assertThat(problems(classes.toBuilder().hyperparameter("objective", "count:poisson").build()))
        .isEmpty();
    assertThat(problems("a,y\n1,1e39\n")).extracting(Problem::value).containsExactly("1e39");
  }

  @Test
  void tellsWhatHasNoRowsOrNoColumns() {
    assertThat(problems("a,y\n"))
        .containsExactly(
            new Problem("inputs.train", "no rows", "at least one row below the header"));
    assertThat(problems("y\n1\n")).extracting(Problem::value).containsExactly("[y]");
    assertThat(problems(job(data("train.csv", "a,y\n1,1\n").label(1).ignore("y")).build()))
        .extracting(Problem::field)
        .containsExactly("inputs.train.label");
    assertThat(problems(job(data("train.csv", "a,y\n1,1\n").label(1).categorical("y")).build()))
        .extracting(Problem::field)
        .containsExactly("inputs.train.categorical");
    assertThat(problems("a,y\n1,0\n\"x,1\n"))
        .extracting(Problem::fix)
        .containsExactly("a file that can be read: train.csv, line 3: a quote does not close");
  }

  @Test
  void theColumnsOfTheValidationDataAreThoseOfTheTrainingData() {
    TrainingJob.Builder job = job(data("train.csv", "a,b,y\n1,2,0\n").label("y"));

    assertThat(
            problems(job.input("validation", data("v.csv", "b,a,y\n1,2,0\n").label("y")).build()))
        .containsExactly(
            new Problem(
                "inputs.validation",
                "[b, a]",
                "the columns of inputs.train, in their order: [a, b]"));
    assertThat(
            problems(job.input("validation", data("v.csv", "a,b,y\n1,x,0\n").label("y")).build()))
        .extracting(Problem::field)
        .containsExactly("inputs.validation.b");
  }

  @Test
  void readsTheFilesOfADirectoryInOrder() throws IOException {
    Files.createDirectory(directory.resolve("parts"));
    data("parts/1.csv", "a,y\n1,0\n");
    data("parts/2.csv", "a,y\nx,1\n");
    Data parts = Data.csv(directory.resolve("parts")).label("y");

    assertThat(problems(job(parts).build()))
        .extracting(Problem::fix)
        .allSatisfy(fix -> assertThat(fix).endsWith("(2.csv, line 2)"))
        .hasSize(1);
    assertThat(problems(job(parts.label("z")).build()))
        .extracting(Problem::field)
        .containsExactly("inputs.train.label");
  }

  @Test
  void leavesToTheRunWhatLiesBeyondTheFirstRows() {
    String first = "a,y\n" + "1,0\n".repeat(999);

    assertThat(problems(first + "2,1\nx,1\n3\n\"")).isEmpty();
    assertThat(problems(first + "x,1\n")).hasSize(1);
    String wide = header(100_000) + "\n";
    String row = "1,".repeat(99_999) + "1\n";
    assertThat(problems(wide + row.repeat(10) + "x\n")).isEmpty();
    assertThat(problems(wide + row.repeat(9) + "x\n")).hasSize(1);
  }

  @Test
  void looksIntoNoDataOfScripts() throws IOException {
    Files.writeString(directory.resolve("train.py"), "print(1)");
    TrainingJob job =
        TrainingJob.builder("job", Script.of(directory, "train.py"))
            .input("train", data("train.csv", "a,y\nx,cat\n1\n").label("y").categorical("y"))
            .build();

    assertThat(problems(job)).isEmpty();
  }

  private static String header(int columns) {
    StringBuilder names = new StringBuilder("y");
    for (int i = 1; i < columns; i++) {
      names.append(",c").append(i);
    }
    return names.toString();
  }

  private List<Problem> problems(String text, String... categorical) {
    return problems(job(data("train.csv", text).label("y").categorical(categorical)).build());
  }

  private static List<Problem> problems(TrainingJob job) {
    Problems problems = new Problems();
    LocalFileChecks.check(job, problems);
    return problems.all();
  }

  private static TrainingJob.Builder job(Data data) {
    return TrainingJob.builder("job", Algorithm.xgboost())
        .input("train", data)
        .hyperparameter("objective", "binary:logistic");
  }

  private Data data(String name, String text) {
    try {
      return Data.csv(Files.write(directory.resolve(name), text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
