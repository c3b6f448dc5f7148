package dev.aloft.aws;

import dev.aloft.driver.DriverContext;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Registration;
import dev.aloft.driver.Source;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.model.ModelManifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * What a registered version is, beside what the service keeps of it: where its files lie and its
 * manifest, which is too long for the service's metadata. Lies in the staging store under the hash
 * of its content. Thread-safe.
 */
final class VersionDocuments {
  private static final String FOLDER = "aloft/registry";
  private static final int LONGEST = 16 << 20;

  private final DriverContext context;
  private final ObjectStore staging;

  VersionDocuments(DriverContext context, ObjectStore staging) {
    this.context = context;
    this.staging = staging;
  }

  /** A document. */
  record Document(String modelUri, ModelManifest manifest) {}

  /** Writes it, unless it is there; gives its address. */
  String write(Registration wish) {
    String text = wish.modelUri() + "\n" + wish.manifest().toJson();
    String key = FOLDER + "/" + wish.name() + "/" + DigestUtils.sha256Hex(text) + ".txt";
    try {
      Object unused = staging.put(key, Source.of(text), true, Map.of());
    } catch (AloftException e) {
      if (e.code() != ErrorCode.ALREADY_EXISTS) {
        throw e;
      }
    }
    return staging.uri(key);
  }

  /** Reads it, from whichever owner's store. */
  Document read(String uri) {
    int slash = uri.lastIndexOf('/');
    ObjectStore store = context.store(uri.substring(0, slash));
    try (InputStream in = store.get(uri.substring(slash + 1), 0, LONGEST)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      int line = text.indexOf('\n');
      if (line < 0) {
        throw AloftException.of(ErrorCode.DATA_CORRUPTED, uri + " describes no version").build();
      }
      return new Document(text.substring(0, line), ModelManifest.parse(text.substring(line + 1)));
    } catch (IOException e) {
      throw AloftException.of(ErrorCode.UNAVAILABLE, uri + " cannot be read").cause(e).build();
    }
  }
}
