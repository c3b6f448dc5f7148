package com.example;

// region imports
import dev.aloft.*;
import dev.aloft.data.*;
import dev.aloft.driver.*;
import dev.aloft.error.*;
import dev.aloft.layer.*;
import dev.aloft.model.*;
import dev.aloft.operation.*;
import dev.aloft.serving.*;
import dev.aloft.training.*;
import java.time.Duration;
// endregion imports

public class Tumours {
  public static void main(String[] arguments) {
    double[] features = {
      17.99, 10.38, 122.8, 1001, 0.1184, 0.2776, 0.3001, 0.1471, 0.2419, 0.07871, 1.095, 0.9053,
      8.589, 153.4, 0.006399, 0.04904, 0.05373, 0.01587, 0.03003, 0.006193, 25.38, 17.33, 184.6,
      2019, 0.1622, 0.6656, 0.7119, 0.2654, 0.4601, 0.1189
    };

    // region program
    try (Aloft aloft = Aloft.open()) {                         // the provider found on the class path
      TrainingJob job = TrainingJob.builder("tumours", Algorithm.xgboost())
          .input("train", Data.csv("breast-cancer.csv").label("benign"))
          .hyperparameter("objective", "binary:logistic")
          .hyperparameter("num_round", 100)
          .maxRuntime(Duration.ofMinutes(30))
          .build();
      Trainer trainer = aloft.trainer();
      Model model = trainer.train(job).await();                // train returns a TrainingRun: accepted, not finished
      Endpoint endpoint = model.deploy("my-model");            // deploy returns an Endpoint: it answers
      Prediction benign = endpoint.predict(Row.of(features));
      System.out.println(benign);
      endpoint.undeploy();                                     // nothing left that costs money
    }
    // endregion program
  }
}
