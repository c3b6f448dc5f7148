package dev.aloft.fake.aws.containers;

import dev.aloft.fake.work.Scorer;
import dev.aloft.fake.work.Scorer.Scores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All models of a directory, whose predictions are averaged, or voted where they are classes. Most
 * often there is one. Immutable.
 *
 * @param models at least one
 */
record Ensemble(List<Scorer> models) {
  private static final Set<String> VOTED = Set.of("multi:softmax", "binary:hinge");

  /**
   * Loads every file of a directory that does not start with a dot.
   *
   * @param all whether more than the first one
   */
  static Ensemble load(Path directory, String shown, boolean all) throws IOException {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (Stream<Path> found = Files.list(directory)) {
        found
            .filter(Files::isRegularFile)
            .filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
            .sorted()
            .forEach(files::add);
      }
    }
    if (files.isEmpty()) {
      throw new IOException("there is no model in " + shown);
    }
    List<Scorer> models = new ArrayList<>();
    for (Path file : all ? files : files.subList(0, 1)) {
      try {
        models.add(Scorer.load(file));
      } catch (IOException e) {
        throw new IOException(
            "Model " + shown + "/" + file.getFileName() + " cannot be loaded:\n" + e.getMessage(),
            e);
      }
    }
    return new Ensemble(List.copyOf(models));
  }

  String objective() {
    return models.get(0).objective();
  }

  /**
   * The predictions of rows.
   *
   * @throws UserError when a model has fewer features
   */
  Scores score(Payload rows) throws IOException, UserError {
    List<Scores> found = new ArrayList<>();
    for (Scorer model : models) {
      if (rows.width() > model.features()) {
        throw new UserError(
            "Check failed: learner_model_param_.num_feature >= p_fmat->Info().num_col_ ("
                + model.features()
                + " vs. "
                + rows.width()
                + ") : Number of columns does not match number of features in booster.");
      }
      found.add(model.score(rows.widened(model.features()), rows.rows()));
    }
    return found.size() == 1 ? found.get(0) : together(found);
  }

  private Scores together(List<Scores> found) {
    float[] values = new float[found.get(0).values().length];
    float[] each = new float[found.size()];
    for (int i = 0; i < values.length; i++) {
      for (int model = 0; model < each.length; model++) {
        each[model] = found.get(model).values()[i];
      }
      values[i] = VOTED.contains(objective()) ? mostFrequent(each) : mean(each);
    }
    return new Scores(values, found.get(0).width());
  }

  private static float mean(float[] each) {
    float sum = 0;
    for (float value : each) {
      sum += value;
    }
    return sum / each.length;
  }

  /** The smallest of those that are there most often. */
  private static float mostFrequent(float[] each) {
    float[] sorted = each.clone();
    Arrays.sort(sorted);
    float best = sorted[0];
    int most = 0;
    int count = 0;
    for (int i = 0; i < sorted.length; i++) {
      count = i > 0 && sorted[i] == sorted[i - 1] ? count + 1 : 1;
      if (count > most) {
        most = count;
        best = sorted[i];
      }
    }
    return best;
  }
}
