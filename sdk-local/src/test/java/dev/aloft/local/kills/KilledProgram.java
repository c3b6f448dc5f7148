package dev.aloft.local.kills;

import dev.aloft.Aloft;
import dev.aloft.data.Data;
import dev.aloft.data.Row;
import dev.aloft.model.Model;
import dev.aloft.serving.Endpoint;
import dev.aloft.training.Algorithm;
import dev.aloft.training.TrainingJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Trains, registers, deploys, updates and predicts for ever, until it is killed. */
public final class KilledProgram {
  static final String ENDPOINT = "killed";
  static final Row ROW = Row.of(0.3, 0.7, 0.1);

  private KilledProgram() {}

  /** Runs until it is killed: home, data, serving mode. */
  public static void main(String[] arguments) {
    Path data = Path.of(arguments[1]);
    try (Aloft aloft = open(Path.of(arguments[0]), arguments[2])) {
      for (int depth = 1; ; depth = depth % 6 + 1) {
        Model model = aloft.trainer().train(job(data, depth)).await();
        model.register("kept");
        Endpoint endpoint = model.deploy(ENDPOINT);
        for (int i = 0; i < 100; i++) {
          endpoint.predict(ROW);
        }
        if (depth == 6) {
          endpoint.undeploy();
        }
      }
    }
  }

  static Aloft open(Path home, String serving) {
    return Aloft.builder()
        .provider("local")
        .set("home", home.toString())
        .set("serving", serving)
        .open();
  }

  static Path data(Path directory) throws IOException {
    Path file = directory.resolve("data.csv");
    Random random = new Random(1);
    StringBuilder rows = new StringBuilder("y,a,b,c\n");
    for (int i = 0; i < 300; i++) {
      double a = random.nextDouble();
      double b = random.nextDouble();
      double c = random.nextDouble();
      rows.append(a * b + c / 3).append(',').append(a).append(',').append(b).append(',').append(c);
      rows.append('\n');
    }
    return Files.writeString(file, rows);
  }

  static TrainingJob job(Path data, int depth) {
    return builder(data).hyperparameter("max_depth", depth).hyperparameter("num_round", 5).build();
  }

  static TrainingJob slowJob(Path data) {
    return builder(data).hyperparameter("num_round", 300).build();
  }

  private static TrainingJob.Builder builder(Path data) {
    return TrainingJob.builder("killed", Algorithm.xgboost())
        .input("train", Data.csv(data).label("y"))
        .hyperparameter("objective", "reg:squarederror");
  }
}
