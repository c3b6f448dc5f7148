package dev.aloft.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The contents of {@code aloft-model.json}, which lies in every model directory.
 *
 * @param format what the model is
 * @param frameworkVersion the version of the library that wrote it, empty when unknown
 * @param signature what it takes and gives
 * @param run the text of the id of the run that trained it, null when there was none
 * @param files SHA-256 in hexadecimal by path relative to the directory, in order of paths
 * @param properties what else is known, such as categories of columns or the objective
 */
public record ModelManifest(
    ModelFormat format,
    String frameworkVersion,
    Signature signature,
    @Nullable String run,
    Map<String, String> files,
    Map<String, String> properties) {
  /** The file's name in the model directory. */
  public static final String FILE = "aloft-model.json";

  /** Copies the maps, keeping their order. */
  public ModelManifest {
    files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
  }

  /** The id of the run that trained it. */
  public Optional<String> trainedBy() {
    return Optional.ofNullable(run);
  }
}
