package dev.aloft.aws;

import dev.aloft.cloud.SteadyTar;
import dev.aloft.driver.DriverContext;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Source;
import dev.aloft.driver.Stored;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.model.ModelManifest;
import dev.aloft.serving.EndpointRevision;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * The files of a model as one {@code model.tar.gz} in the staging store, for serverless endpoints,
 * which take nothing else. It lies under the hash of what is in it, is written once, and stays as
 * other staged files do. Thread-safe.
 */
final class ModelArchive {
  private static final String FOLDER = "aloft/packed/";

  private final DriverContext context;
  private final ObjectStore staging;

  ModelArchive(DriverContext context, ObjectStore staging) {
    this.context = context;
    this.staging = staging;
  }

  /** Whether a revision cannot be served from its model's files as they lie. */
  static boolean isNeeded(EndpointRevision revision) {
    return ServingChecks.isServerless(revision.options())
        && !ModelFiles.isArchive(revision.manifest());
  }

  /** Its key in the staging store. */
  static String key(EndpointRevision revision) {
    StringBuilder content = new StringBuilder();
    files(revision)
        .forEach((path, hash) -> content.append(path).append('\0').append(hash).append('\n'));
    return FOLDER + DigestUtils.sha256Hex(content.toString()) + "/model.tar.gz";
  }

  /** Hashes by path: the one file that a ready-made server reads, or all with their manifest. */
  private static Map<String, String> files(EndpointRevision revision) {
    ModelManifest manifest = revision.manifest();
    Map<String, String> files = new TreeMap<>();
    if (ModelFiles.isOneFile(manifest, revision.ownRuntime().isEmpty())) {
      String path = ModelFiles.xgboost(manifest).orElseThrow();
      files.put(path, String.valueOf(manifest.files().get(path)));
      return files;
    }
    files.putAll(manifest.files());
    files.put(ModelManifest.FILE, DigestUtils.sha256Hex(manifest.toJson()));
    return files;
  }

  boolean isThere(EndpointRevision revision) {
    return staging.head(key(revision)).isPresent();
  }

  /** Packs it, through a file on this machine's disk, and sends it. */
  void pack(EndpointRevision revision) {
    try {
      Path file = Files.createTempFile("aloft-model-", ".tar.gz");
      try {
        write(revision, file);
        Stored unused = staging.put(key(revision), Source.of(file), true, Map.of());
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw AloftException.of(
              ErrorCode.INTERNAL,
              "the model of " + revision.modelUri() + " cannot be packed: " + e.getMessage())
          .effect(Effect.NONE)
          .cause(e)
          .build();
    }
  }

  private void write(EndpointRevision revision, Path file) throws IOException {
    ObjectStore model = context.store(revision.modelUri());
    try (TarArchiveOutputStream archive = SteadyTar.to(Files.newOutputStream(file))) {
      for (Map.Entry<String, String> one : files(revision).entrySet()) {
        if (one.getKey().equals(ModelManifest.FILE)) {
          byte[] text = revision.manifest().toJson().getBytes(StandardCharsets.UTF_8);
          add(archive, one.getKey(), text.length, new ByteArrayInputStream(text));
        } else {
          copy(model, one.getKey(), one.getValue(), archive);
        }
      }
    }
  }

  private static void copy(
      ObjectStore model, String path, String hash, TarArchiveOutputStream archive)
      throws IOException {
    long size = model.head(path).orElseThrow(() -> corrupted(model.uri(path), "missing")).size();
    MessageDigest digest = DigestUtils.getSha256Digest();
    try (InputStream in = new DigestInputStream(model.get(path, 0, -1), digest)) {
      add(archive, path, size, in);
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(hash)) {
      throw corrupted(model.uri(path), "another file than its manifest says");
    }
  }

  private static void add(TarArchiveOutputStream archive, String path, long size, InputStream in)
      throws IOException {
    archive.putArchiveEntry(SteadyTar.file(path, size, SteadyTar.PLAIN));
    in.transferTo(archive);
    archive.closeArchiveEntry();
  }

  private static AloftException corrupted(String uri, String how) {
    return AloftException.of(ErrorCode.DATA_CORRUPTED, uri + " is " + how)
        .effect(Effect.NONE)
        .resource(uri)
        .build();
  }
}
