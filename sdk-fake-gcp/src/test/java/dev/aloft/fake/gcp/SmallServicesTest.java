package dev.aloft.fake.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SmallServicesTest {
  private GcpCloud cloud;
  private JsonClient client;

  @BeforeEach
  void start() {
    cloud = GcpCloud.start();
    client = new JsonClient(cloud);
  }

  @AfterEach
  void end() {
    cloud.close();
  }

  private String get(String path) throws Exception {
    return client.send("GET", path, "").body();
  }

  @Test
  void projectsHaveIdsAndNumbers() throws Exception {
    assertThat(get("/v1/projects/aloft-test")).contains("\"projectNumber\":\"123456789012\"");
    assertThat(get("/v3/projects/123456789012")).contains("\"projectId\":\"aloft-test\"");
    String other = new Projects("a", "1").number("any-other");
    assertThat(get("/v1/projects/any-other")).contains("\"projectNumber\":\"" + other + "\"");
    assertThat(get("/v3/projects/" + other)).contains("\"projectId\":\"any-other\"");
  }

  @Test
  void apisAreEnabled() throws Exception {
    String path = "/v1/projects/aloft-test/services/aiplatform.googleapis.com";

    assertThat(get(path)).contains("\"state\":\"ENABLED\"");
    assertThat(client.post(path + ":enable", "{}").path("done").asBoolean()).isTrue();
  }

  @Test
  void tokensAreGiven() throws Exception {
    String account = "/v1/projects/-/serviceAccounts/trainer@aloft-test.iam.gserviceaccount.com";

    assertThat(client.post("/token", "grant_type=x").path("token_type").asString())
        .isEqualTo("Bearer");
    assertThat(client.post(account + ":generateAccessToken", "{}").path("expireTime").asString())
        .endsWith("Z");
    assertThat(
            client
                .post(account + ":signBlob", "{\"payload\":\"eA==\"}")
                .path("signedBlob")
                .asString())
        .isNotEmpty();
    assertThat(cloud.exchanges().actions())
        .containsKeys("iam.serviceAccounts.getAccessToken", "iam.serviceAccounts.signBlob");
  }

  @Test
  void whatIsNotServedIsNamedAndNotSentAgain() throws Exception {
    HttpResponse<String> answer = client.send("GET", "/v1/projects/p/topics/t", "");

    assertThat(answer.statusCode()).isEqualTo(501);
    assertThat(answer.body()).contains("GET /v1/projects/p/topics/t", "UNIMPLEMENTED");
  }

  @Test
  void faultsStrikeInTheWordsOfTheService() throws Exception {
    cloud.createBucket("models");
    cloud.faults().service("storage").throttle();

    HttpResponse<String> answer = client.send("GET", "/storage/v1/b/models/o", "");

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.body()).contains("rateLimitExceeded", "usageLimits");
    assertThat(client.send("GET", "/storage/v1/b/models/o", "").statusCode()).isEqualTo(200);
  }
}
