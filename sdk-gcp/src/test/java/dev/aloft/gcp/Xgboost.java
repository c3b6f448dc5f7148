package dev.aloft.gcp;

import dev.aloft.testkit.PythonEnvironment;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/** A Python with the version of XGBoost that Vertex AI's own training image has. */
final class Xgboost {
  private Xgboost() {}

  static String python() {
    try {
      return PythonEnvironment.of(
              Path.of(Objects.requireNonNull(Xgboost.class.getResource("xgboost.txt")).toURI()))
          .python();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
