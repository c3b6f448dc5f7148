package dev.aloft.testkit;

import dev.aloft.ProviderOptions;
import dev.aloft.driver.Backend;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.RuntimeOffer;
import dev.aloft.driver.Source;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.model.ModelManifest;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import dev.aloft.serving.Scaling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** Wishes for endpoints that are made without core. */
final class RevisionFixture {
  private RevisionFixture() {}

  static EndpointSpec spec(Backend backend, String name, Path model, String hash) {
    ModelManifest manifest = manifest(model);
    RuntimeOffer offer =
        backend.serving().runtimes().stream()
            .filter(one -> one.format().equals(manifest.format()))
            .findFirst()
            .orElseThrow();
    EndpointRevision revision =
        new EndpointRevision(
            hash,
            stage(backend.staging(), model, "kit/" + hash),
            manifest.contentHash(),
            manifest,
            null,
            null,
            offer.id(),
            offer.protocol(),
            null,
            Scaling.ONE,
            Map.of(),
            Map.of(),
            ProviderOptions.none());
    return EndpointSpec.of(name, backend.serving().complete(revision));
  }

  private static ModelManifest manifest(Path model) {
    try {
      return ModelManifest.parse(Files.readString(model.resolve(ModelManifest.FILE)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String stage(ObjectStore store, Path model, String key) {
    try (Stream<Path> files = Files.list(model)) {
      for (Path file : files.toList()) {
        put(store, key + "/" + file.getFileName(), file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return store.uri(key);
  }

  private static void put(ObjectStore store, String key, Path file) throws IOException {
    try {
      store.put(key, Source.of(file), true, Map.of());
    } catch (AloftException e) {
      if (e.code() != ErrorCode.ALREADY_EXISTS) {
        throw e;
      }
    }
  }
}
