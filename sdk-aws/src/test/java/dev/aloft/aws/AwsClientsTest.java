package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.driver.Settings;
import dev.aloft.error.Problem;
import dev.aloft.error.Problems;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_PROPERTIES)
class AwsClientsTest {
  private static final String FILE = "aws.configFile";

  private @Nullable String before;

  @BeforeEach
  void pointToOurFile(@TempDir Path directory) throws Exception {
    before = System.getProperty(FILE);
    Path file =
        Files.writeString(
            directory.resolve("config"),
            """
            [default]
            endpoint_url = http://127.0.0.1:1
            [profile team]
            region = eu-west-1
            endpoint_url = http://127.0.0.1:2
            """);
    System.setProperty(FILE, file.toString());
  }

  @AfterEach
  void pointBack() {
    if (before == null) {
      System.clearProperty(FILE);
    } else {
      System.setProperty(FILE, before);
    }
  }

  @Test
  void aProfileCountsForAllThatItSays() {
    try (DirectContext context = new DirectContext(Map.of("profile", "team"))) {
      AwsClients clients = AwsClients.of(context);

      assertThat(clients.config().region()).isEqualTo("eu-west-1");
      assertThat(clients.control().serviceClientConfiguration().endpointOverride())
          .isEqualTo(Optional.of(URI.create("http://127.0.0.1:2")));
      assertThat(clients.s3().serviceClientConfiguration().endpointOverride())
          .isEqualTo(Optional.of(URI.create("http://127.0.0.1:2")));
    }
  }

  @Test
  void aProfileThatThereIsNotIsToldWithThoseThatThereAre() {
    assertThat(faults("team")).isEmpty();
    assertThat(faults("default")).isEmpty();
    assertThat(faults("tame"))
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.field()).isEqualTo("profile");
              assertThat(fault.value()).isEqualTo("tame");
              assertThat(fault.fix())
                  .contains(System.getProperty(FILE), "default, team", "did you mean team?");
            });
  }

  private static List<Problem> faults(String profile) {
    Map<String, String> settings =
        Map.of("region", "eu-west-1", "staging", "s3://team/x", "profile", profile);
    Problems problems = new Problems();
    AwsConfig.check(new Settings(settings, Map.of(), Set.of()), problems);
    return problems.all();
  }
}
