package dev.aloft.internal;

import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.Problems;
import dev.aloft.model.ModelFormat;
import dev.aloft.model.ModelManifest;
import dev.aloft.model.Signature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** Model directories on this machine. */
final class LocalModels {
  private LocalModels() {}

  /** The manifest in the directory with its hashes made anew, or one made from the files. */
  static ModelManifest manifest(Path directory) {
    Problems problems = new Problems();
    problems.require(Files.isDirectory(directory), "directory", directory, "a directory");
    problems.throwIfAny("the upload");
    Path file = directory.resolve(ModelManifest.FILE);
    try {
      if (Files.exists(file)) {
        ModelManifest old = ModelManifest.parse(Files.readString(file));
        return new ModelManifest(
            old.format(),
            old.frameworkVersion(),
            old.signature(),
            old.run(),
            hashes(directory),
            old.properties());
      }
    } catch (IOException e) {
      throw unreadable(directory, e);
    }
    Map<String, String> files = hashes(directory);
    problems.require(!files.isEmpty(), "directory", directory, "a directory that holds a model");
    problems.throwIfAny("the upload");
    return new ModelManifest(format(files.keySet()), "", Signature.UNKNOWN, null, files, Map.of());
  }

  private static Map<String, String> hashes(Path directory) {
    try {
      return ModelFiles.hashes(directory);
    } catch (UncheckedIOException e) {
      throw unreadable(directory, e);
    }
  }

  private static AloftException unreadable(Path directory, Exception cause) {
    return AloftException.of(
            ErrorCode.INVALID_REQUEST, "the model in " + directory + " cannot be read")
        .effect(Effect.NONE)
        .cause(cause)
        .build();
  }

  private static ModelFormat format(Set<String> files) {
    for (String file : files) {
      String name = file.substring(file.lastIndexOf('/') + 1);
      if (name.endsWith(".ubj") || name.endsWith(".bst") || name.equals("xgboost-model")) {
        return ModelFormat.XGBOOST;
      }
      if (name.endsWith(".onnx")) {
        return ModelFormat.ONNX;
      }
      if (name.endsWith(".joblib") || name.endsWith(".pkl")) {
        return ModelFormat.SKLEARN;
      }
    }
    return ModelFormat.CUSTOM;
  }
}
