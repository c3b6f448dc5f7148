package dev.aloft.internal.checks;

import dev.aloft.data.CsvFormat;
import dev.aloft.data.CsvReader;
import dev.aloft.data.Data;
import dev.aloft.error.AloftException;
import dev.aloft.error.Problems;
import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Whether the local files of a job are there and fit; asked before a run is sent. */
public final class LocalFileChecks {
  private LocalFileChecks() {}

  /** Notes what is not there, cannot be read, or has a header that does not fit. */
  public static void check(TrainingJob job, Problems problems) {
    job.inputs().forEach((name, data) -> input("inputs." + name, data, problems));
    if (job.workload() instanceof Script script) {
      script(script, problems);
    }
  }

  private static void input(String field, Data data, Problems problems) {
    if (!data.isLocal()) {
      return;
    }
    Path path = path(data);
    problems.require(
        path != null && Files.isReadable(path),
        field,
        path == null ? data.location() : path.toAbsolutePath(),
        "a file or directory that exists and can be read");
    problems.require(
        path == null || data.csvFormat().isEmpty() || !Files.isRegularFile(path) || !isEmpty(path),
        field,
        data.location(),
        "a file that is not empty");
    if (path != null && Files.isRegularFile(path) && Files.isReadable(path) && !isEmpty(path)) {
      data.csvFormat().ifPresent(format -> header(field, path, format, problems));
    }
  }

  /** Reads the first record, so that a misspelt column costs no run. */
  private static void header(String field, Path path, CsvFormat format, Problems problems) {
    try {
      CsvReader.open(path, format).close();
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
