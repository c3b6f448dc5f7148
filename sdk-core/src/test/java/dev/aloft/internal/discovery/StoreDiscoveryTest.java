package dev.aloft.internal.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.driver.DriverContext;
import dev.aloft.driver.Settings;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.internal.EngineConfig;
import dev.aloft.internal.EngineContext;
import dev.aloft.internal.SystemTiming;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreDiscoveryTest {
  @TempDir Path directory;

  private final DriverContext context =
      new EngineContext(
          EngineConfig.of("test", new Settings(Map.of(), Map.of(), Set.of()), new SystemTiming()));

  @Test
  void opensAStoreByTheSchemeOfItsUri() throws Exception {
    try (URLClassLoader loader = Loaders.over(storeJar("depot", "SPI"))) {
      assertThat(new StoreDiscovery(SearchPath.of(loader)).open("depot:/a", context).uri("key"))
          .isEqualTo("depot:/a/key");
    }
  }

  @Test
  void seesAJarThatWasAddedAfterAMiss() throws Exception {
    try (URLClassLoader later = Loaders.over(storeJar("depot", "SPI"))) {
      StoreDiscovery stores = new StoreDiscovery(SearchPath.of(getClass().getClassLoader(), null));
      assertThat(failure(stores, "depot:/a").code()).isEqualTo(ErrorCode.UNSUPPORTED);

      String uri = Loaders.withContext(later, () -> stores.open("depot:/a", context).uri("key"));

      assertThat(uri).isEqualTo("depot:/a/key");
      assertThat(stores.open("depot:/b", context).uri("key")).isEqualTo("depot:/b/key");
    }
  }

  @Test
  void reportsABrokenStore() throws Exception {
    try (URLClassLoader loader = Loaders.over(storeJar("depot", "99"))) {
      assertThat(failure(new StoreDiscovery(SearchPath.of(loader)), "depot:/a").summary())
          .contains("compiled against version 99");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "s3://bucket/key, aws",
    "gs://bucket/key, gcp",
    "abfss://fs@account.dfs.core.windows.net/key, azure",
    "https://account.blob.core.windows.net/container, azure",
    "azureml://datastores/x, azure",
    "hf://datasets/x, huggingface",
    "dbfs:/Volumes/x, databricks",
    "file:///tmp, local",
    "/tmp/data, local",
    "data/a:b.csv, local",
    "'C:\\data', local",
  })
  void namesTheArtifactOfAStoreThatIsMissing(String uri, String module) {
    ClassLoader nothing = ClassLoader.getPlatformClassLoader();
    StoreDiscovery stores = new StoreDiscovery(SearchPath.of(nothing));

    AloftException error = failure(stores, uri);

    assertThat(error.code()).isEqualTo(ErrorCode.UNSUPPORTED);
    assertThat(error.summary())
        .contains("dev.aloft:aloft-" + module)
        .contains("%maven dev.aloft:aloft-" + module + ":");
  }

  @Test
  void admitsThatNothingBringsAnUnknownScheme() {
    StoreDiscovery stores = new StoreDiscovery(SearchPath.of(getClass().getClassLoader()));

    assertThat(failure(stores, "ftp://host/x").summary()).contains("no artifact of Aloft");
  }

  private AloftException failure(StoreDiscovery stores, String uri) {
    return catchThrowableOfType(AloftException.class, () -> stores.open(uri, context));
  }

  private Path storeJar(String scheme, String spi) throws Exception {
    String source =
        """
        package one;

        import dev.aloft.driver.*;
        import java.io.InputStream;
        import java.time.Instant;
        import java.util.*;

        public final class Depot implements StoreProvider {
          @Override public String scheme() { return "%s"; }
          @Override public int spiVersion() { return %s; }
          @Override public ObjectStore open(String uri, DriverContext context) {
            return new ObjectStore() {
              @Override public String uri(String key) { return uri + "/" + key; }
              @Override public Stored put(
                  String key, Source source, boolean createOnly, Map<String, String> metadata) {
                throw new UnsupportedOperationException();
              }
              @Override public InputStream get(String key, long offset, long length) {
                throw new UnsupportedOperationException();
              }
              @Override public Optional<Stored> head(String key) { return Optional.empty(); }
              @Override public void delete(String key) {}
              @Override public Page<Stored> list(String prefix, String cursor) {
                throw new UnsupportedOperationException();
              }
              @Override public Stored copy(String from, String to) {
                throw new UnsupportedOperationException();
              }
              @Override public Instant time() { return Instant.EPOCH; }
            };
          }
        }
        """
            .formatted(scheme, spi.equals("SPI") ? "Provider.SPI" : spi);
    return new CompiledJar()
        .source("one.Depot", source)
        .resource("META-INF/services/dev.aloft.driver.StoreProvider", "one.Depot")
        .writeTo(directory.resolve("depot.jar"));
  }
}
