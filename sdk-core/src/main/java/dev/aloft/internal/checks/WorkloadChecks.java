package dev.aloft.internal.checks;

import dev.aloft.error.Problems;
import dev.aloft.training.Algorithm;
import dev.aloft.training.Container;
import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;
import dev.aloft.training.Workload;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** What a job runs. */
final class WorkloadChecks {
  private static final String XGBOOST = Algorithm.xgboost().name();

  private WorkloadChecks() {}

  static void check(TrainingJob job, Problems problems) {
    Workload workload = job.workload();
    if (workload instanceof Algorithm algorithm) {
      if (algorithm.name().equals(XGBOOST)) {
        XgboostChecks.check(job, problems);
      } else {
        problems.add("algorithm", algorithm.name(), "a built-in algorithm: " + XGBOOST);
      }
    } else if (workload instanceof Script script) {
      script(script, problems);
    } else if (workload instanceof Container container) {
      image("container.image", container.image(), problems);
      arguments("container.entrypoint", container.entrypoint(), problems);
      arguments("container.arguments", container.arguments(), problems);
    }
  }

  private static void script(Script script, Problems problems) {
    problems.require(
        staysInside(script.entry()),
        "script.entry",
        script.entry(),
        "a file below the directory, such as train.py or src/train.py");
    script.image().ifPresent(image -> image("script.image", image, problems));
    arguments("script.arguments", script.arguments(), problems);
  }

  private static boolean staysInside(String entry) {
    try {
      Path path = Path.of(entry);
      return !entry.isBlank()
          && !path.isAbsolute()
          && !entry.startsWith("/")
          && !entry.contains("\\")
          && !path.normalize().startsWith("..")
          && !path.normalize().toString().isEmpty();
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static void image(String field, String image, Problems problems) {
    problems.require(
        !image.isBlank() && image.chars().noneMatch(Character::isWhitespace),
        field,
        image,
        "the URI of an image");
  }

  private static void arguments(String field, List<String> arguments, Problems problems) {
    for (String argument : arguments) {
      VariableChecks.notSecret(field, argument, problems);
    }
  }
}
