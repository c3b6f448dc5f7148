package dev.aloft.gcp;

import dev.aloft.driver.DriverContext;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Part;
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

  /**
   * A model whose file has to be copied.
   *
   * @param uri where it lies
   * @param hash the hash of its files
   * @param manifest what it is
   */
  record Wanted(String uri, String hash, ModelManifest manifest) {

    /** The key of the copy. */
    String key() {
      return FOLDER + hash + "/" + FILE;
    }
  }

  /** What a revision needs; empty where its files are taken as they lie. */
  static Optional<Wanted> needed(EndpointRevision revision) {
    return revision.ownRuntime().isPresent()
        ? Optional.empty()
        : needed(revision.modelUri(), revision.modelHash(), revision.manifest());
  }

  /** What a model for a ready-made server needs; empty where its files are taken as they lie. */
  static Optional<Wanted> needed(String uri, String hash, ModelManifest manifest) {
    boolean asItIs =
        !manifest.format().equals(ModelFormat.XGBOOST)
            || manifest.files().containsKey(FILE)
            || file(manifest).isEmpty();
    return asItIs ? Optional.empty() : Optional.of(new Wanted(uri, hash, manifest));
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

  boolean isThere(Wanted wanted) {
    return staging.head(wanted.key()).isPresent();
  }

  /** The directory that the server is given. */
  String directory(Optional<Wanted> wanted, String modelUri) {
    String uri = wanted.map(one -> staging.uri(FOLDER + one.hash())).orElse(modelUri);
    return uri.replaceAll("/+$", "");
  }

  /** The copy as a part that is there. */
  static Part part(Wanted wanted) {
    return new Part(
        EndpointParts.ARTIFACT, wanted.key(), Part.State.READY, "stored", true, false, Map.of());
  }

  void make(Wanted wanted) {
    String from = file(wanted.manifest()).orElseThrow();
    ObjectStore model = context.store(wanted.uri());
    Path copy = null;
    try {
      copy = Files.createTempFile("aloft", ".bst");
      try (InputStream in = model.get(from, 0, -1);
          OutputStream out = Files.newOutputStream(copy)) {
        in.transferTo(out);
      }
      staging.put(wanted.key(), Source.of(copy), true, Map.of());
    } catch (AloftException e) {
      if (e.code() != ErrorCode.ALREADY_EXISTS) {
        throw e;
      }
    } catch (IOException e) {
      throw AloftException.of(
              ErrorCode.UNAVAILABLE, wanted.uri() + " cannot be copied: " + e.getMessage())
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
