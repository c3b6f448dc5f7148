package dev.aloft.aws;

import dev.aloft.driver.DriverContext;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Source;
import dev.aloft.driver.Stored;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.model.ModelManifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The model of a run of a built-in algorithm. Its image writes no manifest, so the one that was
 * known before the run is completed by the files' hashes and put beside them, create-only, by
 * whoever asks first. Thread-safe.
 */
final class TrainedModel {
  private static final int CHUNK = 1 << 16;

  private final DriverContext context;

  TrainedModel(DriverContext context) {
    this.context = context;
  }

  /**
   * Sees to it that a model has a manifest.
   *
   * @param model the directory of the model
   * @param known the address of what was known beforehand
   * @param run the id of the run
   */
  void describe(ObjectStore model, String known, @Nullable String run) {
    if (model.head(ModelManifest.FILE).isPresent()) {
      return;
    }
    ModelManifest template = template(known);
    Map<String, String> files = new TreeMap<>();
    String cursor = null;
    do {
      var page = model.list("", cursor);
      for (Stored file : page.items()) {
        files.put(file.key(), hash(model, file.key()));
      }
      cursor = page.cursor();
    } while (cursor != null);
    ModelManifest manifest =
        new ModelManifest(
            template.format(),
            template.frameworkVersion(),
            template.signature(),
            run,
            files,
            template.properties());
    try {
      model.put(ModelManifest.FILE, Source.of(manifest.toJson()), true, Map.of());
    } catch (AloftException e) {
      if (e.code() != ErrorCode.ALREADY_EXISTS) {
        throw e;
      }
    }
  }

  private ModelManifest template(String uri) {
    int slash = uri.lastIndexOf('/');
    ObjectStore store = context.store(uri.substring(0, slash));
    try (InputStream in = store.get(uri.substring(slash + 1), 0, -1)) {
      return ModelManifest.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw unreadable(uri, e);
    }
  }

  private static String hash(ObjectStore store, String key) {
    try (InputStream in = store.get(key, 0, -1)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] chunk = new byte[CHUNK];
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        digest.update(chunk, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw unreadable(store.uri(key), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static AloftException unreadable(String uri, IOException cause) {
    return AloftException.of(ErrorCode.UNAVAILABLE, uri + " cannot be read").cause(cause).build();
  }
}
