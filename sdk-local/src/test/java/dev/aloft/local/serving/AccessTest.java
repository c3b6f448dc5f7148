package dev.aloft.local.serving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.driver.Invoker;
import dev.aloft.driver.Payload;
import dev.aloft.driver.Target;
import dev.aloft.local.DirectContext;
import dev.aloft.local.LocalHome;
import dev.aloft.local.http.KeepAliveClient;
import dev.aloft.serving.EndpointSpec;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may call and who may change, when a token is set. */
class AccessTest {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  @TempDir Path folder;

  @Test
  void callersAndAdministratorsShowDifferentTokens() throws Exception {
    LocalServing serving =
        new LocalServing(
            new LocalHome(folder.resolve("home")),
            new DirectContext(Map.of("host", "0.0.0.0", "token", "open sesame")));
    Target<EndpointSpec> target =
        Wishes.deploy(
            "e",
            Wishes.revision(
                "aaaa", folder.resolve("m"), TestModels.write(folder.resolve("m"), 1, 2)));
    Wishes.drive(serving, target);
    Invoker invoker = serving.invoker(target, serving.observe(target));
    URI url = URI.create(invoker.url());
    assertThat(url.getHost()).isEqualTo("127.0.0.1");
    String record = Files.readString(folder.resolve("home/endpoints/e.json"));
    String admin = record.replaceAll("(?s).*\"token\" : \"([^\"]+)\".*", "$1");
    assertThat(admin).hasSizeGreaterThan(40);

    try (KeepAliveClient client =
        new KeepAliveClient(new InetSocketAddress(url.getHost(), url.getPort()))) {
      assertThat(get(client, "/ping", Map.of())).isEqualTo(401);
      assertThat(get(client, "/v2/health/live", bearer("wrong"))).isEqualTo(401);
      assertThat(get(client, "/ping", Map.of("authorization", "Basic open sesame"))).isEqualTo(401);
      assertThat(get(client, "/ping", bearer("open sesame"))).isEqualTo(200);
      assertThat(get(client, "/ping", bearer(admin))).isEqualTo(200);
      assertThat(get(client, "/aloft/endpoints/e", bearer("open sesame"))).isEqualTo(401);
      assertThat(get(client, "/aloft/endpoints/e", bearer(admin))).isEqualTo(200);
    }
    assertThat(invoker.invoke(Payload.of("0,1".getBytes(UTF_8), "text/csv"), LIMIT).text())
        .as("the program itself needs no token")
        .isEqualTo("2.0\n");
    assertThat(record).doesNotContain("open sesame");
    Wishes.drive(serving, Wishes.gone("e"));
  }

  private static int get(KeepAliveClient client, String path, Map<String, String> headers)
      throws Exception {
    return client.send("GET", path, headers, new byte[0], LIMIT).status();
  }

  private static Map<String, String> bearer(String token) {
    return Map.of("authorization", "Bearer " + token);
  }
}
