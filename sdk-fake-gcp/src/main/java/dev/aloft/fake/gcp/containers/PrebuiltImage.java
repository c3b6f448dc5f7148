package dev.aloft.fake.gcp.containers;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of Vertex AI's own images that serve.
 *
 * @param framework such as {@code xgboost}
 * @param version such as {@code 2-1}
 */
public record PrebuiltImage(String framework, String version) {
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?:(?:us|europe|asia)-docker\\.pkg\\.dev/vertex-ai/prediction"
              + "|gcr\\.io/cloud-aiplatform/prediction)/(xgboost|sklearn)-cpu\\.([\\d-]+)"
              + "(?::[\\w.-]+|@sha256:\\w+)?");

  /** The image at an address; empty when it is another. */
  public static Optional<PrebuiltImage> of(String address) {
    Matcher matcher = ADDRESS.matcher(address);
    return matcher.matches()
        ? Optional.of(new PrebuiltImage(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }

  /** Whether it reads XGBoost's own files. */
  boolean readsBoosters() {
    return framework.equals("xgboost");
  }

  /** The names of files that it takes for a model. */
  public List<String> files() {
    return readsBoosters()
        ? List.of("model.bst", "model.joblib", "model.pkl")
        : List.of("model.joblib", "model.pkl");
  }
}
