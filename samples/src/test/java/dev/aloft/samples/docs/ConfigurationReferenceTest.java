package dev.aloft.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.driver.Provider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class ConfigurationReferenceTest {
  private static final Path PAGE = Path.of("..", "docs", "configuration.md");

  @Test
  void saysWhatTheCodeSays() throws IOException {
    String page = ConfigurationReference.page(providers());
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(PAGE, page);
    }

    assertThat(PAGE)
        .as("docs/configuration.md, written anew by -Ddocs.write=true")
        .content()
        .isEqualToNormalizingNewlines(page);
  }

  @Test
  void showsTheProviderOfThisMachine() {
    assertThat(ConfigurationReference.page(providers()))
        .contains("## `local`")
        .contains("| `request-timeout` |")
        .contains("may work at once. | the number of processors | `ALOFT_MAX_RUNS` |")
        .contains("`ALOFT_MAX_CONCURRENT_REQUESTS`");
  }

  private static List<Provider> providers() {
    return ServiceLoader.load(Provider.class).stream().map(ServiceLoader.Provider::get).toList();
  }
}
