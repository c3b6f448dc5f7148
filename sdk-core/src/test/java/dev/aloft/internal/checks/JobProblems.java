package dev.aloft.internal.checks;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.data.Data;
import dev.aloft.error.AloftException;
import dev.aloft.error.Problem;
import dev.aloft.training.Algorithm;
import dev.aloft.training.TrainingJob;
import dev.aloft.training.Workload;
import java.util.List;
import java.util.function.Consumer;

/** The problems of jobs. */
abstract class JobProblems {
  static final Data TRAIN = Data.csv("a.csv").label("y");

  static List<String> fields(Consumer<TrainingJob.Builder> edit) {
    return problems(edit).stream().map(Problem::field).toList();
  }

  static List<String> fields(Workload workload, Consumer<TrainingJob.Builder> edit) {
    return problems(workload, edit).stream().map(Problem::field).toList();
  }

  static List<Problem> problems(Consumer<TrainingJob.Builder> edit) {
    return problems(
        Algorithm.xgboost(),
        job -> {
          job.input("train", TRAIN);
          edit.accept(job);
        });
  }

  static List<Problem> problems(Workload workload, Consumer<TrainingJob.Builder> edit) {
    TrainingJob.Builder job = TrainingJob.builder("job", workload);
    edit.accept(job);
    AloftException error = catchThrowableOfType(AloftException.class, job::build);
    return error == null ? List.of() : error.problems();
  }
}
