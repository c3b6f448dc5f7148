package dev.aloft.aws;

import dev.aloft.model.ModelFormat;
import dev.aloft.model.ModelManifest;
import dev.aloft.serving.EndpointRevision;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.services.sagemaker.model.ModelDataSource;

/**
 * Where a container finds its model. The files are given as they lie in the store, one by one or as
 * a prefix, so that nothing is packed and sent again; but for serverless endpoints, see {@link
 * ModelArchive}. Pure.
 */
final class ModelFiles {
  private static final List<String> XGBOOST = List.of(".ubj", ".json", ".bst", ".model", ".bin");
  private static final String XGBOOST_MODEL = "xgboost-model";
  private static final String ARCHIVE = ".tar.gz";

  private ModelFiles() {}

  /**
   * The one file that the ready-made server of XGBoost loads: it takes every file that it finds for
   * a model. Empty when there is not exactly one.
   */
  static Optional<String> xgboost(ModelManifest manifest) {
    List<String> files = manifest.files().keySet().stream().filter(ModelFiles::isXgboost).toList();
    return files.size() == 1 ? Optional.of(files.get(0)) : Optional.empty();
  }

  private static boolean isXgboost(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return name.equals(XGBOOST_MODEL) || XGBOOST.stream().anyMatch(name::endsWith);
  }

  /** Whether an archive is all there is of a model, as SageMaker's own training leaves it. */
  static boolean isArchive(ModelManifest manifest) {
    List<String> files = List.copyOf(manifest.files().keySet());
    return files.size() == 1 && files.get(0).endsWith(ARCHIVE);
  }

  /** The address of the archive that is all there is of a model; empty when it lies unpacked. */
  static Optional<String> archive(String modelUri, ModelManifest manifest) {
    return isArchive(manifest)
        ? Optional.of(directory(modelUri) + manifest.files().keySet().iterator().next())
        : Optional.empty();
  }

  private static String directory(String modelUri) {
    return modelUri.replaceAll("/+$", "") + "/";
  }

  static ModelDataSource source(EndpointRevision revision) {
    return source(revision.modelUri(), revision.manifest(), revision.ownRuntime().isEmpty());
  }

  /**
   * The source of a model's files that lie unpacked.
   *
   * @param readyMade whether a ready-made server loads them
   */
  static ModelDataSource source(String modelUri, ModelManifest manifest, boolean readyMade) {
    String directory = directory(modelUri);
    return isOneFile(manifest, readyMade)
        ? source(directory + xgboost(manifest).orElse(XGBOOST_MODEL), "S3Object")
        : source(directory, "S3Prefix");
  }

  /** Whether a container is given one file of a model only. */
  static boolean isOneFile(ModelManifest manifest, boolean readyMade) {
    return readyMade && manifest.format().equals(ModelFormat.XGBOOST);
  }

  private static ModelDataSource source(String uri, String type) {
    return ModelDataSource.builder()
        .s3DataSource(s3 -> s3.s3Uri(uri).s3DataType(type).compressionType("None"))
        .build();
  }
}
