package dev.aloft.gcp;

import dev.aloft.testkit.PythonEnvironment;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A Python with the version of XGBoost that Vertex AI's own training image has. */
final class Xgboost {
  private static @Nullable String python;

  private Xgboost() {}

  /** Looked for once: it takes two programs to find, and every place asks. */
  static synchronized String python() {
    String found = python;
    if (found == null) {
      found = find();
      python = found;
    }
    return found;
  }

  private static String find() {
    try {
      return PythonEnvironment.of(
              Path.of(Objects.requireNonNull(Xgboost.class.getResource("xgboost.txt")).toURI()))
          .python();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
