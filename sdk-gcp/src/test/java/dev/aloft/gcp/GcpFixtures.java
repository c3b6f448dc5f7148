package dev.aloft.gcp;

import dev.aloft.model.ModelManifest;
import dev.aloft.testkit.Fixtures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The kit's models, as a version of XGBoost writes them that Vertex AI has an image of. */
final class GcpFixtures {
  private static final String VERSION = "2.1.4";

  private GcpFixtures() {}

  static Fixtures in(Path directory) {
    Fixtures fixtures = Fixtures.xgboost(directory);
    for (Path model :
        List.of(
            fixtures.model().directory(),
            fixtures.otherModel().directory(),
            fixtures.brokenModel())) {
      describe(model.resolve(ModelManifest.FILE));
    }
    return fixtures;
  }

  private static void describe(Path file) {
    try {
      ModelManifest written = ModelManifest.parse(Files.readString(file));
      Files.writeString(
          file,
          new ModelManifest(
                  written.format(),
                  VERSION,
                  written.signature(),
                  written.run(),
                  written.files(),
                  written.properties())
              .toJson());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
