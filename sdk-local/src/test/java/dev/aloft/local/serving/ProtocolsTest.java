package dev.aloft.local.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.driver.Next;
import dev.aloft.local.DirectContext;
import dev.aloft.local.LocalHome;
import dev.aloft.model.ModelManifest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every protocol as it looks on the wire, asked by a client that knows nothing of Aloft. */
class ProtocolsTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String ROW =
      "{\"inputs\":[{\"name\":\"rows\",\"shape\":[1,2],\"datatype\":\"FP64\",\"data\":[0,1]}]}";

  @TempDir Path folder;

  private LocalServing serving;
  private String base;

  @BeforeEach
  void deploy() {
    serving = new LocalServing(new LocalHome(folder.resolve("home")), new DirectContext(Map.of()));
    deploy("my-model", "aaaa", 1, 2);
    String url =
        serving.invoker(Wishes.gone("my-model"), serving.observe(Wishes.gone("my-model"))).url();
    assertThat(url).endsWith("/v2/models/my-model/infer");
    base = url.substring(0, url.indexOf("/v2"));
  }

  @AfterEach
  void undeploy() {
    Wishes.drive(serving, Wishes.gone("my-model"));
    Wishes.drive(serving, Wishes.gone("other"));
  }

  @Test
  void v2TellsOfTheServer() throws Exception {
    assertThat(get("/v2").body())
        .matches("\\{\"name\":\"aloft\",\"version\":\"[^\"]+\",\"extensions\":\\[]}");
    assertThat(get("/v2/health/live").statusCode()).isEqualTo(200);
    assertThat(get("/v2/health/ready").body()).isEqualTo("{\"ready\":true}");
    assertThat(get("/v2/models").body()).isEqualTo("{\"models\":[\"my-model\"]}");
    assertThat(get("/v2/nothing").statusCode()).isEqualTo(404);
  }

  @Test
  void v2TellsOfTheModel() throws Exception {
    assertThat(get("/v2/models/my-model").body())
        .isEqualTo(
            "{\"name\":\"my-model\",\"versions\":[\"aaaa\"],\"platform\":\"xgboost\",\"inputs\":["
                + "{\"name\":\"a\",\"datatype\":\"FP64\",\"shape\":[-1]},"
                + "{\"name\":\"b\",\"datatype\":\"FP64\",\"shape\":[-1]}],"
                + "\"outputs\":[{\"name\":\"score\",\"datatype\":\"FP32\",\"shape\":[-1]}]}");
    assertThat(get("/v2/models/my-model/ready").body())
        .isEqualTo("{\"name\":\"my-model\",\"ready\":true}");
    assertThat(get("/v2/models/nobody").statusCode()).isEqualTo(404);
    assertThat(get("/v2/models/nobody/ready").body())
        .isEqualTo("{\"error\":\"there is no model \\\"nobody\\\"\"}");
  }

  @Test
  void v2Infers() throws Exception {
    HttpResponse<String> answer =
        post(
            "/v2/models/my-model/infer",
            "application/json",
            "{\"id\":\"seven\",\"inputs\":[{\"name\":\"a\",\"shape\":[2],\"datatype\":\"FP64\","
                + "\"data\":[0,0]},{\"name\":\"b\",\"shape\":[2,1],\"datatype\":\"FP64\","
                + "\"data\":[[0.25],[0.75]]}],\"outputs\":[{\"name\":\"score\"}]}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("aloft-revision")).hasValue("aaaa");
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
    assertThat(answer.body())
        .contains("\"model_name\":\"my-model\"")
        .contains("\"model_version\":\"aaaa\"")
        .contains("\"id\":\"seven\"")
        .contains("\"name\":\"score\"")
        .contains("\"datatype\":\"FP32\"")
        .contains("\"data\":[1.0,2.0]");
  }

  @Test
  void v2ServesARevisionByItsVersion() throws Exception {
    assertThat(post("/v2/models/my-model/versions/aaaa/infer", "application/json", ROW).body())
        .contains("\"data\":[2.0]");
    assertThat(get("/v2/models/my-model/versions/aaaa/ready").statusCode()).isEqualTo(200);
    assertThat(get("/v2/models/my-model/versions/aaaa").statusCode()).isEqualTo(200);
    assertThat(post("/v2/models/my-model/versions/1/infer", "application/json", ROW).statusCode())
        .isEqualTo(404);
  }

  @Test
  void v2TakesWhatCurlSaysOfItsBody() throws Exception {
    assertThat(
            post("/v2/models/my-model/infer", "application/x-www-form-urlencoded", ROW)
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void v2RefusesWithReasons() throws Exception {
    String path = "/v2/models/my-model/infer";
    assertThat(post(path, "application/json", "{").statusCode()).isEqualTo(400);
    assertThat(post(path, "application/json", "{\"inputs\":[]}").body()).startsWith("{\"error\":");
    assertThat(
            post(
                    path,
                    "application/json",
                    ROW.replace("]}]}", "]}],\"outputs\":[{\"name\":\"x\"}]}"))
                .body())
        .contains("the model has no output");
    assertThat(post(path, "text/csv", "0,1").statusCode()).isEqualTo(415);
    HttpResponse<String> wrongMethod = get(path);
    assertThat(wrongMethod.statusCode()).isEqualTo(405);
    assertThat(wrongMethod.headers().firstValue("allow")).hasValue("POST");
    HttpResponse<String> binary =
        CLIENT.send(
            HttpRequest.newBuilder(URI.create(base + path))
                .header("Inference-Header-Content-Length", "12")
                .POST(HttpRequest.BodyPublishers.ofString(ROW))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(binary.statusCode()).isEqualTo(415);
    assertThat(binary.body()).contains("binary form");
  }

  @Test
  void v1Predicts() throws Exception {
    assertThat(
            post(
                    "/v1/models/my-model:predict",
                    "application/json",
                    "{\"instances\":[[0,0],[0,1],[0,null]]}")
                .body())
        .isEqualTo("{\"predictions\":[1.0,2.0,1.0]}");
    assertThat(get("/v1/models/my-model").body())
        .isEqualTo("{\"name\":\"my-model\",\"ready\":true}");
    assertThat(get("/v1/models").body()).isEqualTo("{\"models\":[\"my-model\"]}");
    assertThat(post("/v1/models/nobody:predict", "application/json", "{}").statusCode())
        .isEqualTo(404);
    assertThat(post("/v1/models/my-model:predict", "application/json", "{}").body())
        .startsWith("{\"error\":");
  }

  @Test
  void mlflowScores() throws Exception {
    assertThat(
            invocations(
                    "application/json; charset=utf-8",
                    "{\"dataframe_split\":{\"columns\":[\"b\",\"a\"],\"data\":[[1,0],[0,1]]}}")
                .body())
        .isEqualTo("{\"predictions\":[2.0,1.0]}");
    assertThat(
            invocations("application/json", "{\"dataframe_records\":[{\"a\":0,\"b\":1}]}").body())
        .isEqualTo("{\"predictions\":[2.0]}");
    assertThat(invocations("application/json", "{\"instances\":[[0,1]]}").body())
        .isEqualTo("{\"predictions\":[2.0]}");
    assertThat(invocations("application/json", "{\"inputs\":[[0,1]]}").body())
        .isEqualTo("{\"predictions\":[2.0]}");
    assertThat(invocations("text/csv", "b,a\n1,0\n").body()).isEqualTo("{\"predictions\":[2.0]}");
    assertThat(get("/version").statusCode()).isEqualTo(200);
    assertThat(get("/health").statusCode()).isEqualTo(200);
  }

  @Test
  void mlflowRefusesInItsOwnShape() throws Exception {
    HttpResponse<String> both =
        invocations("application/json", "{\"inputs\":[[0,1]],\"instances\":[[0,1]]}");
    assertThat(both.statusCode()).isEqualTo(400);
    assertThat(both.body()).startsWith("{\"error_code\":\"BAD_REQUEST\",\"message\":");
    assertThat(invocations("application/json; charset=latin-1", "{}").statusCode()).isEqualTo(415);
    assertThat(invocations("application/json; format=split", "{}").statusCode()).isEqualTo(415);
    assertThat(invocations("application/xml", "<a/>").statusCode()).isEqualTo(415);
    assertThat(get("/invocations").statusCode()).isEqualTo(405);
  }

  @Test
  void sageMakersClientsGetCsvOrJson() throws Exception {
    assertThat(get("/ping").statusCode()).isEqualTo(200);
    HttpResponse<String> csv = invocations("text/csv", "0,0\n0,1\n,\n");
    assertThat(csv.body()).isEqualTo("1.0\n2.0\n1.0\n");
    assertThat(csv.headers().firstValue("content-type")).hasValue("text/csv");
    HttpResponse<String> json = accepting("application/json", "text/csv", "0,1");
    assertThat(json.body()).isEqualTo("{\"predictions\":[2.0]}");
    HttpResponse<String> csvForJson =
        accepting("text/csv", "application/json", "{\"instances\":[[0,1]]}");
    assertThat(csvForJson.body()).isEqualTo("2.0\n");
    assertThat(accepting("image/png", "text/csv", "0,1").statusCode()).isEqualTo(406);
    HttpResponse<String> broken = invocations("text/csv", "0,1,2");
    assertThat(broken.statusCode()).isEqualTo(400);
    assertThat(broken.headers().firstValue("content-type").orElse("")).startsWith("text/plain");
  }

  @Test
  void namedPathsAlwaysAnswerAndBareOnesWhileThereIsOneEndpoint() throws Exception {
    assertThat(post("/endpoints/my-model/invocations", "text/csv", "0,1").body())
        .isEqualTo("2.0\n");
    deploy("other", "bbbb", 3, 4);

    assertThat(post("/endpoints/other/invocations", "text/csv", "0,1").body()).isEqualTo("4.0\n");
    assertThat(get("/endpoints/other/ping").statusCode()).isEqualTo(200);
    assertThat(get("/endpoints/nobody/ping").statusCode()).isEqualTo(404);
    HttpResponse<String> bare = get("/ping");
    assertThat(bare.statusCode()).isEqualTo(404);
    assertThat(bare.body()).contains("/endpoints/{name}/ping").contains("[my-model, other]");

    Wishes.drive(serving, Wishes.gone("my-model"));
    assertThat(get("/ping").statusCode()).isEqualTo(200);
    assertThat(get("/v2/models/my-model").statusCode()).isEqualTo(404);
  }

  @Test
  void theAdministrationWantsItsToken() throws Exception {
    HttpResponse<String> refused = get("/aloft/endpoints/my-model");
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().firstValue("www-authenticate")).hasValue("Bearer");
  }

  private void deploy(String name, String hash, double low, double high) {
    Path directory = folder.resolve("model-" + hash);
    ModelManifest manifest = TestModels.write(directory, low, high);
    assertThat(
            Wishes.drive(serving, Wishes.deploy(name, Wishes.revision(hash, directory, manifest))))
        .isEqualTo(Next.done());
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(base + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> invocations(String contentType, String body)
      throws IOException, InterruptedException {
    return post("/invocations", contentType, body);
  }

  private HttpResponse<String> post(String path, String contentType, String body)
      throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> accepting(String accept, String contentType, String body)
      throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(base + "/invocations"))
            .header("Content-Type", contentType)
            .header("Accept", accept)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
