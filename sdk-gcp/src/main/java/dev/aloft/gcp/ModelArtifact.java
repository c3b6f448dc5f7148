package dev.aloft.gcp;

import dev.aloft.driver.DriverContext;
import dev.aloft.driver.Page;
import dev.aloft.driver.Part;
import dev.aloft.driver.Stored;
import dev.aloft.model.ModelFormat;
import dev.aloft.model.ModelManifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Models as a ready-made server wants them: one file of one name, alone in its directory. Where the
 * model's own file is called otherwise, it is copied into the staging store, which the service does
 * by itself, and is a part of what it is made for. Thread-safe.
 */
final class ModelArtifact {
  static final String KIND = "artifact";

  private static final String FILE = "model.bst";
  private static final Pattern KEY = Pattern.compile("aloft/[a-z]+/([^/]+)/([^/]+)/[^/]+");
  private static final List<String> XGBOOST =
      List.of(".ubj", ".json", ".bst", ".model", ".bin", ".xgb");

  private final DriverContext context;
  private final GcsStore staging;
  private final String folder;

  /**
   * The copies of one kind.
   *
   * @param use what they are made for, a word
   */
  ModelArtifact(DriverContext context, GcsStore staging, String use) {
    this.context = context;
    this.staging = staging;
    this.folder = folder(use);
  }

  private static String folder(String use) {
    return "aloft/" + use + "/";
  }

  /** Whether the file of a model has to be copied for a ready-made server. */
  static boolean isNeeded(ModelManifest manifest) {
    return manifest.format().equals(ModelFormat.XGBOOST)
        && !manifest.files().containsKey(FILE)
        && file(manifest).isPresent();
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

  /** The key of a copy. */
  static String key(String use, String name, String hash) {
    return folder(use) + name + "/" + hash + "/" + FILE;
  }

  /** The directory of a copy. */
  String directory(String name, String hash) {
    return staging.uri(folder + name + "/" + hash);
  }

  /** The copies that there are for a name, ours or not. */
  List<Part> of(String name, String logId) {
    List<Part> parts = new ArrayList<>();
    @Nullable String cursor = null;
    do {
      Page<Part> page = page(name + "/", logId, cursor);
      parts.addAll(page.items());
      cursor = page.cursor();
    } while (cursor != null);
    return parts;
  }

  /** A page of all that one owner has made. */
  Page<Part> owned(String logId, @Nullable String cursor) {
    Page<Part> page = page("", logId, cursor);
    return new Page<>(page.items().stream().filter(Part::ours).toList(), page.cursor());
  }

  private Page<Part> page(String below, String logId, @Nullable String cursor) {
    Page<Stored> page = staging.list(folder + below, cursor);
    List<Part> parts = new ArrayList<>();
    for (Stored copy : page.items()) {
      Matcher key = KEY.matcher(copy.key());
      if (key.matches()) {
        parts.add(
            new Part(
                KIND,
                copy.key(),
                Part.State.READY,
                "stored",
                logId.equals(copy.metadata().get(Labels.OWNER)),
                false,
                Map.of(Labels.NAME, key.group(1), Labels.REVISION, key.group(2))));
      }
    }
    return new Page<>(parts, page.cursor());
  }

  /** Copies a model's file within the service: nothing passes through here. */
  void make(String key, String modelUri, ModelManifest manifest, String logId) {
    GcsUri from = GcsUri.of(modelUri).child(file(manifest).orElseThrow());
    GcsUri to = GcsUri.of(staging.uri(key));
    Object unused =
        new GcsBucket(from.bucket(), context, GcpClients.of(context))
            .rewrite(from.key(), to.bucket(), to.key(), Map.of(Labels.OWNER, logId));
  }

  void delete(String key) {
    staging.delete(key);
  }
}
