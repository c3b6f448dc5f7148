package dev.aloft.gcp;

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

/**
 * What a registered version is, beside what the service keeps of it: where its files lie, their
 * hash and the manifest. Lies in the staging store, and the version's description is its address.
 * Thread-safe.
 */
final class VersionDocuments {
  private static final String FOLDER = "aloft/registry/";
  private static final int LONGEST = 16 << 20;

  private final DriverContext context;
  private final ObjectStore staging;

  VersionDocuments(DriverContext context, ObjectStore staging) {
    this.context = context;
    this.staging = staging;
  }

  /** A document. */
  record Document(String modelUri, String modelHash, ModelManifest manifest) {}

  /** Writes it, unless it is there; gives its address. */
  String write(Registration wish) {
    String text = wish.modelUri() + "\n" + wish.modelHash() + "\n" + wish.manifest().toJson();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    String key = FOLDER + wish.name() + "/" + GcsUpload.hash(bytes) + ".txt";
    try {
      Object unused = staging.put(key, Source.of(bytes), true, Map.of());
    } catch (AloftException e) {
      if (e.code() != ErrorCode.ALREADY_EXISTS) {
        throw e;
      }
    }
    return staging.uri(key);
  }

  /** Whether a version's description is the address of one. */
  static boolean isOne(String description) {
    return GcsUri.fault(description).isEmpty() && description.contains("/" + FOLDER);
  }

  /** Reads it, from whichever owner's store. */
  Document read(String uri) {
    int slash = uri.lastIndexOf('/');
    ObjectStore store = context.store(uri.substring(0, slash));
    try (InputStream in = store.get(uri.substring(slash + 1), 0, LONGEST)) {
      String[] lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", 3);
      if (lines.length < 3) {
        throw AloftException.of(ErrorCode.DATA_CORRUPTED, uri + " describes no version").build();
      }
      return new Document(lines[0], lines[1], ModelManifest.parse(lines[2]));
    } catch (IOException e) {
      throw AloftException.of(ErrorCode.UNAVAILABLE, uri + " cannot be read").cause(e).build();
    }
  }
}
