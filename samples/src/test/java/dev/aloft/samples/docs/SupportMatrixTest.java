package dev.aloft.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.Capability;
import dev.aloft.driver.Provider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SupportMatrixTest {
  private static final Path PAGE = Path.of("..", "docs", "support-matrix.md");

  @Test
  void saysWhatTheProvidersDeclare() throws IOException {
    String page = page(providers());
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(PAGE, page);
    }

    assertThat(PAGE)
        .as("docs/support-matrix.md, written anew by -Ddocs.write=true")
        .content()
        .isEqualToNormalizingNewlines(page);
  }

  @Test
  void showsTheProviderOfThisMachine() {
    assertThat(page(providers())).contains("| `local` |").contains("| `training.xgboost` | yes |");
  }

  private static List<Provider> providers() {
    return ServiceLoader.load(Provider.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparing(Provider::scheme))
        .toList();
  }

  private static String page(List<Provider> providers) {
    Set<Capability> all = new TreeSet<>(Capability.known());
    providers.forEach(provider -> all.addAll(provider.capabilities()));
    String schemes =
        providers.stream()
            .map(provider -> " `" + provider.scheme() + "` |")
            .collect(Collectors.joining());
    String rows =
        all.stream()
            .map(capability -> row(capability, providers))
            .collect(Collectors.joining("\n"));
    return """
    # What each provider can do

    What a provider declares is the most that it can do anywhere; `aloft.capabilities()` says what holds here and now. What is
    not declared is refused before anything is sent. The conformance suite tests both directions.

    Written from the code by

    ```
    mvn test -pl samples -am -Dtest=SupportMatrixTest \\
        -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write=true
    ```

    | capability |%s
    |---|%s
    %s
    """
        .formatted(schemes, "---|".repeat(providers.size()), rows);
  }

  private static String row(Capability capability, List<Provider> providers) {
    return providers.stream()
        .map(provider -> provider.capabilities().contains(capability) ? " yes |" : " |")
        .collect(Collectors.joining("", "| `" + capability + "` |", ""));
  }
}
