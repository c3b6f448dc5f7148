package dev.aloft.samples.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The public API of each published module as a committed text, so that a change of it is seen.
 *
 * <p>{@code mvn -pl samples -am test -Dtest=PublicApiTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dapi.write=true} writes the texts anew.
 */
class PublicApiTest {
  private static final String REWRITE =
      "mvn -pl samples -am test -Dtest=PublicApiTest -Dsurefire.failIfNoSpecifiedTests=false"
          + " -Dapi.write=true";

  @ParameterizedTest
  @CsvSource({
    "sdk-aws, aloft-aws.txt",
    "sdk-cloud, aloft-cloud.txt",
    "sdk-core, aloft-core.txt",
    "sdk-fake, aloft-fake.txt",
    "sdk-fake-aws, aloft-fake-aws.txt",
    "sdk-fake-gcp, aloft-fake-gcp.txt",
    "sdk-gcp, aloft-gcp.txt",
    "sdk-http, aloft-http.txt",
    "sdk-local, aloft-local.txt",
    "sdk-testkit, aloft-testkit.txt"
  })
  void apiIsTheCommittedOne(String module, String text) throws IOException {
    ReactorModule reactorModule = ReactorModule.named(module);
    String api = ApiText.of(reactorModule.classes());
    Path committed = reactorModule.folder().resolve("api").resolve(text);
    if (Boolean.getBoolean("api.write")) {
      Files.createDirectories(committed.getParent());
      Files.writeString(committed, api);
    }

    assertThat(committed)
        .as("the public API; when it changed on purpose: %s", REWRITE)
        .exists()
        .content()
        .isEqualTo(api);
  }
}
