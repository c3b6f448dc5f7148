package dev.aloft.benchmarks;

import dev.aloft.Aloft;
import dev.aloft.data.Data;
import dev.aloft.data.Row;
import dev.aloft.model.Model;
import dev.aloft.serving.Endpoint;
import dev.aloft.training.Algorithm;
import dev.aloft.training.TrainingJob;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** From the start of a process to the first prediction, with the model registered before. */
public final class FirstPrediction {
  private static final String MODEL = "tumours";
  // the first tumour of the data, so that reading the data is no part of the time
  private static final double[] ROW = {
    17.99, 10.38, 122.8, 1001, 0.1184, 0.2776, 0.3001, 0.1471, 0.2419, 0.07871, 1.095, 0.9053,
    8.589, 153.4, 0.006399, 0.04904, 0.05373, 0.01587, 0.03003, 0.006193, 25.38, 17.33, 184.6, 2019,
    0.1622, 0.6656, 0.7119, 0.2654, 0.4601, 0.1189
  };

  private FirstPrediction() {}

  /**
   * Trains and registers the model, or measures.
   *
   * @param arguments {@code prepare} and a home, or a home
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length == 2 && arguments[0].equals("prepare")) {
      prepare(Path.of(arguments[1]));
    } else {
      predict(Path.of(arguments[0]), System.out);
    }
  }

  static void prepare(Path home) throws IOException {
    Path csv = Tumours.read().writeCsv(Files.createTempFile("tumours", ".csv"));
    try (Aloft aloft = open(home)) {
      TrainingJob job =
          TrainingJob.builder(MODEL, Algorithm.xgboost())
              .input("train", Data.csv(csv).label("benign"))
              .hyperparameter("objective", "binary:logistic")
              .hyperparameter("max_depth", 6)
              .hyperparameter("num_round", 100)
              .build();
      aloft.trainer().train(job).await().register(MODEL);
    } finally {
      Files.delete(csv);
    }
  }

  /** Prints milliseconds since the virtual machine started, at each step; gives the prediction. */
  static double predict(Path home, PrintStream out) {
    long entered = System.currentTimeMillis();
    try (Aloft aloft = open(home)) {
      long opened = System.currentTimeMillis();
      Model model = aloft.models().get(MODEL);
      long found = System.currentTimeMillis();
      Endpoint endpoint = model.deploy("my-model");
      long deployed = System.currentTimeMillis();
      double value = endpoint.predict(Row.of(ROW)).value();
      long predicted = System.currentTimeMillis();
      long processor = Machine.processorMillis();
      long started = started();
      out.printf(
          Locale.ROOT,
          "%d ms to the first prediction: main %d, open %d, get %d, deploy %d, predict %d; %d ms of"
              + " processor, %d classes; predicted %.4f%n",
          predicted - started,
          entered - started,
          opened - entered,
          found - opened,
          deployed - found,
          predicted - deployed,
          processor,
          ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount(),
          value);
      endpoint.undeploy();
      return value;
    }
  }

  private static long started() {
    return ManagementFactory.getRuntimeMXBean().getStartTime();
  }

  private static Aloft open(Path home) {
    return Aloft.builder().provider("local").set("home", home.toString()).open();
  }
}
