package dev.aloft.internal.discovery;

import dev.aloft.Aloft;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which artifact brings what, for messages. */
final class Artifacts {
  private static final Map<String, String> STORES =
      Map.ofEntries(
          Map.entry("file", "local"),
          Map.entry("s3", "aws"),
          Map.entry("gs", "gcp"),
          Map.entry("bq", "gcp"),
          Map.entry("azureml", "azure"),
          Map.entry("abfs", "azure"),
          Map.entry("abfss", "azure"),
          Map.entry("wasbs", "azure"),
          Map.entry("https", "azure"),
          Map.entry("hf", "huggingface"),
          Map.entry("dbfs", "databricks"));

  /** The providers that there are artifacts for, or will be. */
  static final Set<String> SCHEMES =
      Set.of("local", "aws", "gcp", "azure", "huggingface", "databricks", "kubernetes");

  private Artifacts() {}

  static String ofProvider(String scheme) {
    return "dev.aloft:aloft-" + scheme;
  }

  static Optional<String> ofStore(String scheme) {
    return Optional.ofNullable(STORES.get(scheme)).map(Artifacts::ofProvider);
  }

  /** The line for a notebook cell. */
  static String notebookLine(String artifact) {
    String version = Aloft.class.getPackage().getImplementationVersion();
    return "%maven " + artifact + ":" + (version == null ? "<version>" : version);
  }
}
