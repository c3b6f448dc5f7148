package dev.aloft.gcp;

import dev.aloft.driver.RuntimeOffer;
import dev.aloft.model.ModelFormat;
import dev.aloft.model.ModelManifest;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.Protocol;
import dev.aloft.serving.ServingRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which image serves a revision: a ready-made one of XGBoost by its version, or the user's. */
final class ServingImages {
  private static final String XGBOOST = "xgboost";
  private static final String OFFER = "xgboost-";

  private final GcpConfig config;

  ServingImages(GcpConfig config) {
    this.config = config;
  }

  /** The ready-made runtimes, the newest first; each reads what no older one is made for. */
  List<RuntimeOffer> offers() {
    List<RuntimeOffer> offers = new ArrayList<>();
    List<ImageCatalogue.Row> rows = ImageCatalogue.all("prediction", XGBOOST);
    for (ImageCatalogue.Row row : rows) {
      offers.add(
          new RuntimeOffer(
              OFFER + row.version(),
              ModelFormat.XGBOOST,
              null,
              row.reads(),
              "model.bst",
              Protocol.VERTEX,
              row.uri(config.requireLocation())));
    }
    return List.copyOf(offers);
  }

  /** The image of a revision; empty when Vertex AI has none. */
  Optional<String> image(EndpointRevision revision) {
    @Nullable ServingRuntime own = revision.runtime();
    if (own != null) {
      return own.kind().equals("container") ? Optional.of(own.reference()) : Optional.empty();
    }
    return ImageCatalogue.all("prediction", XGBOOST).stream()
        .filter(row -> revision.offer().equals(OFFER + row.version()))
        .findFirst()
        .map(row -> row.uri(config.requireLocation()));
  }

  /** The image that reads a model, for the registry; empty when Vertex AI has none. */
  Optional<String> reading(ModelManifest manifest) {
    return ImageCatalogue.reading(
            "prediction", manifest.format().name(), manifest.frameworkVersion())
        .map(row -> row.uri(config.requireLocation()));
  }
}
