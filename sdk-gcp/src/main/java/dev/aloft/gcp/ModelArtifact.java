package dev.aloft.gcp;

import dev.aloft.driver.DriverContext;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Source;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.model.ModelFormat;
import dev.aloft.model.ModelManifest;
import dev.aloft.serving.EndpointRevision;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A model as a ready-made server wants it: one file of one name, alone in its directory. Where the
 * model's own file is called otherwise it is copied into the staging store, under the hash of the
 * model, which is free and the same whoever does it. Thread-safe.
 */
final class ModelArtifact {
  static final String FILE = "model.bst";

  private static final String FOLDER = "aloft/serving/";
  private static final List<String> XGBOOST =
      List.of(".ubj", ".json", ".bst", ".model", ".bin", ".xgb");

  private final DriverContext context;
  private final GcsStore staging;

  ModelArtifact(DriverContext context, GcsStore staging) {
    this.context = context;
    this.staging = staging;
  }

  /** The revision, when its file has to be copied. */
  static Optional<EndpointRevision> needed(EndpointRevision revision) {
    return isReadyMade(revision) && !revision.manifest().files().containsKey(FILE)
        ? Optional.of(revision)
        : Optional.empty();
  }

  private static boolean isReadyMade(EndpointRevision revision) {
    return revision.ownRuntime().isEmpty()
        && revision.manifest().format().equals(ModelFormat.XGBOOST);
  }

  /** The one file that is the model; empty when there is not exactly one. */
  static Optional<String> file(ModelManifest manifest) {
    if (manifest.files().containsKey(FILE)) {
      return Optional.of(FILE);
    }
    List<String> files =
        manifest.files().keySet().stream()
            .filter(
                path -> {
                  String name = path.toLowerCase(Locale.ROOT);
                  return XGBOOST.stream().anyMatch(name::endsWith);
                })
            .toList();
    return files.size() == 1 ? Optional.of(files.get(0)) : Optional.empty();
  }

  static String key(EndpointRevision revision) {
    return FOLDER + revision.modelHash() + "/" + FILE;
  }

  boolean isThere(EndpointRevision revision) {
    return staging.head(key(revision)).isPresent();
  }

  /** The directory that the server is given. */
  String directory(EndpointRevision revision) {
    String uri =
        needed(revision).isPresent()
            ? staging.uri(FOLDER + revision.modelHash())
            : revision.modelUri();
    return uri.replaceAll("/+$", "");
  }

  void make(EndpointRevision revision) {
    String from = file(revision.manifest()).orElseThrow();
    ObjectStore model = context.store(revision.modelUri());
    Path copy = null;
    try {
      copy = Files.createTempFile("aloft", ".bst");
      try (InputStream in = model.get(from, 0, -1);
          OutputStream out = Files.newOutputStream(copy)) {
        in.transferTo(out);
      }
      staging.put(key(revision), Source.of(copy), true, Map.of());
    } catch (AloftException e) {
      if (e.code() != ErrorCode.ALREADY_EXISTS) {
        throw e;
      }
    } catch (IOException e) {
      throw AloftException.of(
              ErrorCode.UNAVAILABLE, revision.modelUri() + " cannot be copied: " + e.getMessage())
          .effect(Effect.NONE)
          .cause(e)
          .build();
    } finally {
      delete(copy);
    }
  }

  private static void delete(@org.jspecify.annotations.Nullable Path copy) {
    try {
      if (copy != null) {
        Files.deleteIfExists(copy);
      }
    } catch (IOException e) {
      copy.toFile().deleteOnExit();
    }
  }
}
