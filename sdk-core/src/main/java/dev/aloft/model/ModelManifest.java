package dev.aloft.model;

import dev.aloft.internal.Hashing;
import dev.aloft.internal.ManifestJson;
import dev.aloft.internal.ModelFiles;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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

  /**
   * Describes the files of a directory; hashes every file but the manifest itself.
   *
   * @throws java.io.UncheckedIOException when a file cannot be read
   */
  public static ModelManifest describe(
      Path directory,
      ModelFormat format,
      String frameworkVersion,
      Signature signature,
      @Nullable String run,
      Map<String, String> properties) {
    return new ModelManifest(
        format, frameworkVersion, signature, run, ModelFiles.hashes(directory), properties);
  }

  /**
   * Reads the JSON form.
   *
   * @throws dev.aloft.error.AloftException DATA_CORRUPTED when it is none
   */
  public static ModelManifest parse(String json) {
    return ManifestJson.parse(json);
  }

  /** The JSON form, as the file holds it. */
  public String toJson() {
    return ManifestJson.write(this);
  }

  /** The hash over the files and their paths, 64 hexadecimal characters. */
  public String contentHash() {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(files)
        .forEach((path, hash) -> text.append(path).append('\0').append(hash).append('\n'));
    return Hashing.hex(text.toString());
  }

  /** The id of the run that trained it. */
  public Optional<String> trainedBy() {
    return Optional.ofNullable(run);
  }
}
