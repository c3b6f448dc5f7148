package dev.aloft.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.driver.Settings;
import dev.aloft.error.Problems;
import dev.aloft.fake.Exchange;
import dev.aloft.fake.gcp.GcpCloud;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who asks, over both transports, and where credentials are never sent to. */
class GcpCredentialsTest {
  private static final String ACCOUNT = "kit@aloft-test.iam.gserviceaccount.com";

  @TempDir private Path directory;

  @Test
  void aServiceAccountSignsBothKindsOfRequestsItself() throws Exception {
    try (GcpCloud cloud = GcpCloud.start();
        DirectContext context =
            new DirectContext(
                Map.of(
                    "credentials", ServiceAccountFile.in(directory).toString(),
                    "endpoint", cloud.grpc(),
                    "http-endpoint", cloud.http(),
                    "ca", cloud.certificate().toString(),
                    "project", cloud.project(),
                    "location", cloud.location()))) {
      cloud.exchanges().clear();
      GcpClients clients = GcpClients.of(context);

      clients.jobs().listCustomJobs(clients.config().parent());
      String header =
          clients
              .credentials()
              .headers(URI.create("https://storage.googleapis.com/"), Runnable::run)
              .get()
              .getOrDefault("Authorization", "");

      assertThat(cloud.exchanges().all())
          .extracting(Exchange::principal)
          .singleElement()
          .satisfies(token -> assertThat(claims(token)).contains(ACCOUNT, "cloud-platform"));
      assertThat(header).startsWith("Bearer ");
      assertThat(claims(header)).contains(ACCOUNT, "cloud-platform");
    }
  }

  private static String claims(String token) {
    String[] parts = token.split("\\.", -1);
    assertThat(parts).as(token).hasSize(3);
    return new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "http://gateway.example, , false",
    "http://gateway.example, none, true",
    "https://gateway.example, , true",
    "http://127.0.0.1:8080, , true",
    "http://localhost, , true",
    "http://127.0.0.1.example, , false"
  })
  void noTokenTravelsInTheClear(String address, String credentials, boolean isRight) {
    Map<String, String> settings =
        new LinkedHashMap<>(
            Map.of(
                "project", "aloft-test",
                "location", "europe-west4",
                "staging", "gs://our-models/aloft",
                "http-endpoint", address));
    if (credentials != null) {
      settings.put("credentials", credentials);
    }
    Problems problems = new Problems();

    GcpConfig.check(new Settings(settings, Map.of(), Set.of()), problems);

    assertThat(problems.isEmpty()).as(problems.all().toString()).isEqualTo(isRight);
  }
}
