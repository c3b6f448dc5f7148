package dev.aloft.local.xgboost;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a model file says about its learner. The numbers that stand there as texts still are texts.
 */
final class ModelFile {
  final Map<String, String> attributes = new LinkedHashMap<>();
  final List<String> featureNames = new ArrayList<>();
  final BoosterFile booster = new BoosterFile();
  int[] version = {};
  @Nullable String objective;
  @Nullable String baseScore;
  @Nullable String numClass;
  @Nullable String numFeature;
  String numTarget = "1";
  String boostFromAverage = "1";

  private boolean hasLearner;

  private ModelFile() {}

  /** Reads a file by what its first bytes are. */
  static ModelFile read(byte[] bytes) throws BrokenModelException, UnsupportedModelException {
    ModelReader reader = reader(bytes);
    ModelFile file = new ModelFile();
    file.readRoot(reader, true);
    reader.end();
    if (!file.hasLearner) {
      throw new BrokenModelException("root", "there is no learner, so this is not a model");
    }
    return file;
  }

  /** Whether a version wrote the file, or a later one; a file without a version counts as new. */
  boolean isAtLeast(int major, int minor) {
    return version.length == 0
        || version[0] > major
        || (version[0] == major && version[1] >= minor);
  }

  Optional<String> versionText() {
    return version.length == 0
        ? Optional.empty()
        : Optional.of(version[0] + "." + version[1] + "." + version[2]);
  }

  boolean boostsFromAverage() throws BrokenModelException {
    return Texts.count(boostFromAverage, "learner.learner_model_param.boost_from_average") != 0;
  }

  private static ModelReader reader(byte[] bytes)
      throws BrokenModelException, UnsupportedModelException {
    if (startsWith(bytes, "binf")) {
      throw new UnsupportedModelException(
          "the old binary form (saved by XGBoost before 3.1); load it in XGBoost 1.6 to 3.0 and"
              + " save it as .ubj or .json");
    }
    if (startsWith(bytes, "{")) {
      int next = 1;
      while (next < bytes.length && Character.isWhitespace(bytes[next])) {
        next++;
      }
      boolean json = next < bytes.length && (bytes[next] == '"' || bytes[next] == '}');
      return json ? new JsonReader(bytes) : new UbjsonReader(bytes);
    }
    throw new BrokenModelException("first byte", "neither JSON nor UBJSON, so this is not a model");
  }

  private static boolean startsWith(byte[] bytes, String start) {
    if (bytes.length < start.length()) {
      return false;
    }
    for (int i = 0; i < start.length(); i++) {
      if (bytes[i] != start.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The root of a saved model, or of a memory snapshot, whose model lies one level deeper. */
  private void readRoot(ModelReader reader, boolean outermost)
      throws BrokenModelException, UnsupportedModelException {
    reader.object(
        key -> {
          switch (key) {
            case "learner" -> readLearner(reader);
            case "version" -> readVersion(reader);
            case "Model" -> {
              if (!outermost) {
                throw reader.broken("a snapshot within a snapshot");
              }
              readRoot(reader, false);
            }
            default -> reader.skip();
          }
        });
  }

  private void readVersion(ModelReader reader) throws BrokenModelException {
    version = reader.ints();
    if (version.length != 3) {
      throw reader.broken("a version has three numbers");
    }
  }

  private void readLearner(ModelReader reader)
      throws BrokenModelException, UnsupportedModelException {
    if (hasLearner) {
      throw reader.broken("a second learner");
    }
    hasLearner = true;
    reader.object(
        key -> {
          switch (key) {
            case "attributes" -> reader.object(name -> attributes.put(name, reader.string()));
            case "feature_names" -> reader.array(index -> featureNames.add(reader.string()));
            case "gradient_booster" -> booster.read(reader);
            case "learner_model_param" -> readParameters(reader);
            case "objective" -> readObjective(reader);
            default -> reader.skip();
          }
        });
  }

  private void readParameters(ModelReader reader)
      throws BrokenModelException, UnsupportedModelException {
    reader.object(
        key -> {
          switch (key) {
            case "base_score" -> baseScore = reader.string();
            case "num_class" -> numClass = reader.string();
            case "num_feature" -> numFeature = reader.string();
            case "num_target" -> numTarget = reader.string();
            case "boost_from_average" -> boostFromAverage = reader.string();
            default -> reader.skip();
          }
        });
  }

  private void readObjective(ModelReader reader)
      throws BrokenModelException, UnsupportedModelException {
    reader.object(
        key -> {
          if (key.equals("name")) {
            objective = reader.string();
          } else {
            reader.skip();
          }
        });
  }
}
