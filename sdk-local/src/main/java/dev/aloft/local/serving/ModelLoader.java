package dev.aloft.local.serving;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.local.LocalErrors;
import dev.aloft.local.xgboost.BrokenModelException;
import dev.aloft.local.xgboost.UnsupportedModelException;
import dev.aloft.local.xgboost.XgboostModel;
import dev.aloft.model.ModelFormat;
import dev.aloft.model.ModelManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** From files to a model in memory. Stateless. */
final class ModelLoader {
  /** What SageMaker's own XGBoost calls its model. */
  private static final String OF_SAGEMAKER = "xgboost-model";

  private static final List<String> ENDINGS = List.of(".ubj", ".json", ".bst", ".model", ".bin");

  private ModelLoader() {}

  /** The formats that are served without a runtime of the user's. */
  static boolean serves(ModelFormat format) {
    return format.equals(ModelFormat.XGBOOST);
  }

  /**
   * Loads a model.
   *
   * @throws AloftException UNSUPPORTED for a format that only a runtime of the user's could serve;
   *     NOT_FOUND; DATA_CORRUPTED when a file is not what its hash says
   */
  static ServedModel load(Path directory, ModelManifest manifest) {
    if (!serves(manifest.format())) {
      throw unsupported(
          "models of the format \"" + manifest.format() + "\" are not served on this machine",
          null);
    }
    Path file = file(directory, manifest);
    try {
      byte[] bytes = Files.readAllBytes(file);
      checkHash(directory.relativize(file).toString(), bytes, manifest.files());
      return xgboost(file, bytes, manifest);
    } catch (IOException e) {
      throw LocalErrors.translate("read", file.toString(), e);
    } catch (BrokenModelException | XGBoostError e) {
      throw AloftException.of(
              ErrorCode.DATA_CORRUPTED, file + " is no XGBoost model: " + e.getMessage())
          .cause(e)
          .build();
    }
  }

  private static ServedModel xgboost(Path file, byte[] bytes, ModelManifest manifest)
      throws BrokenModelException, XGBoostError {
    try {
      return new EvaluatedXgboost(XgboostModel.load(bytes), manifest);
    } catch (UnsupportedModelException refused) {
      try {
        return NativeXgboost.load(file, manifest);
      } catch (LinkageError missing) {
        refused.addSuppressed(missing);
        throw unsupported(
            "this model uses "
                + refused.feature()
                + ", which needs XGBoost's native library, and that has nothing for this machine",
            refused);
      }
    }
  }

  private static Path file(Path directory, ModelManifest manifest) {
    List<String> candidates =
        manifest.files().keySet().stream().filter(ModelLoader::isModelFile).toList();
    if (candidates.size() != 1) {
      throw AloftException.of(
              ErrorCode.DATA_CORRUPTED,
              directory
                  + " must hold exactly one model file ("
                  + String.join(", ", ENDINGS)
                  + "), not "
                  + candidates)
          .build();
    }
    return directory.resolve(candidates.get(0));
  }

  private static boolean isModelFile(String path) {
    String name = path.toLowerCase(Locale.ROOT);
    return !path.equals(ModelManifest.FILE)
        && (name.equals(OF_SAGEMAKER) || ENDINGS.stream().anyMatch(name::endsWith));
  }

  private static void checkHash(String path, byte[] bytes, Map<String, String> hashes) {
    String wanted = hashes.get(path);
    if (wanted != null && !wanted.equals(HexFormat.of().formatHex(sha256().digest(bytes)))) {
      throw AloftException.of(
              ErrorCode.DATA_CORRUPTED, path + " is not what its hash in the manifest says")
          .build();
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static AloftException unsupported(
      String why, @org.jspecify.annotations.Nullable Throwable cause) {
    return AloftException.of(ErrorCode.UNSUPPORTED, why).cause(cause).build();
  }
}
