package dev.aloft.internal.checks;

import dev.aloft.data.CsvFormat;
import dev.aloft.data.CsvReader;
import dev.aloft.data.Data;
import dev.aloft.error.AloftException;
import dev.aloft.error.Problems;
import dev.aloft.training.Algorithm;
import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether the local files of a job are there and fit; asked before a run is sent. */
public final class LocalFileChecks {
  private LocalFileChecks() {}

  /**
   * Notes what is not there, cannot be read, or has a header that does not fit; with a built-in
   * algorithm also what the first rows of its inputs have that it cannot learn.
   */
  public static void check(TrainingJob job, Problems problems) {
    Map<String, List<String>> features = new LinkedHashMap<>();
    job.inputs()
        .forEach((name, data) -> features.put(name, input("inputs." + name, data, job, problems)));
    sameFeatures(features, problems);
    if (job.workload() instanceof Script script) {
      script(script, problems);
    }
  }

  /** Gives the columns to learn from, as far as they are known. */
  private static List<String> input(String field, Data data, TrainingJob job, Problems problems) {
    if (!data.isLocal()) {
      return List.of();
    }
    Path path = path(data);
    if (path == null || !Files.isReadable(path)) {
      problems.add(
          field,
          path == null ? data.location() : path.toAbsolutePath(),
          "a file or directory that exists and can be read");
      return List.of();
    }
    if (data.csvFormat().isEmpty()) {
      return List.of();
    }
    CsvFormat format = data.csvFormat().get();
    @Nullable FirstRows rows =
        job.workload() instanceof Algorithm ? new FirstRows(field, format, job, problems) : null;
    if (Files.isRegularFile(path)) {
      problems.require(!isEmpty(path), field, data.location(), "a file that is not empty");
      if (!isEmpty(path)) {
        csv(field, path, format, rows, problems);
      }
    } else if (rows != null) {
      directory(field, path, format, rows, problems);
    }
    if (rows == null) {
      return List.of();
    }
    rows.report();
    return rows.features();
  }

  private static void directory(
      String field, Path directory, CsvFormat format, FirstRows rows, Problems problems) {
    List<Path> files;
    try (Stream<Path> all = Files.walk(directory)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      problems.add(field, directory.toAbsolutePath(), "a directory that can be read: " + e);
      return;
    }
    int before = problems.all().size();
    for (Path file : files) {
      if (rows.isFull() || problems.all().size() > before) {
        return;
      }
      csv(field, file, format, rows, problems);
    }
  }

  /** Reads the header, so that a misspelt column costs no run, and the first rows if wanted. */
  private static void csv(
      String field, Path path, CsvFormat format, @Nullable FirstRows rows, Problems problems) {
    try (CsvReader csv = CsvReader.open(path, format)) {
      if (rows != null) {
        rows.read(csv, path);
      }
    } catch (AloftException e) {
      e.problems()
          .forEach(fault -> problems.add(field + "." + fault.field(), fault.value(), fault.fix()));
      problems.require(
          !e.problems().isEmpty(),
          field,
          path.toAbsolutePath(),
          "a file that can be read: " + e.summary());
    }
  }

  private static void sameFeatures(Map<String, List<String>> inputs, Problems problems) {
    List<String> train = inputs.getOrDefault("train", List.of());
    inputs.forEach(
        (name, features) ->
            problems.require(
                train.isEmpty() || features.isEmpty() || features.equals(train),
                "inputs." + name,
                features,
                "the columns of inputs.train, in their order: " + train));
  }

  private static @Nullable Path path(Data data) {
    try {
      return data.localPath();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static boolean isEmpty(Path file) {
    return file.toFile().length() == 0;
  }

  private static void script(Script script, Problems problems) {
    boolean directory = Files.isDirectory(script.directory());
    problems.require(
        directory,
        "script.directory",
        script.directory().toAbsolutePath(),
        "a directory that exists");
    if (!directory) {
      return;
    }
    problems.require(
        Files.isRegularFile(script.directory().resolve(script.entry())),
        "script.entry",
        script.entry(),
        "a file in " + script.directory().toAbsolutePath());
    problems.require(
        !script.installsRequirements()
            || Files.isRegularFile(script.directory().resolve("requirements.txt")),
        "script.requirements",
        "requirements.txt",
        "a file in " + script.directory().toAbsolutePath());
  }
}
