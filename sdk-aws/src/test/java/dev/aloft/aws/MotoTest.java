package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.Aloft;
import dev.aloft.Machine;
import dev.aloft.data.Data;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Page;
import dev.aloft.driver.Source;
import dev.aloft.driver.Stored;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.operation.OperationState;
import dev.aloft.serving.Endpoint;
import dev.aloft.testkit.ChildProgram;
import dev.aloft.testkit.PythonEnvironment;
import dev.aloft.training.Algorithm;
import dev.aloft.training.TrainingJob;
import dev.aloft.training.TrainingRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A second opinion that we did not write: moto's server, for what it has. Its jobs are over and its
 * endpoints in service at once, and it neither trains nor stores a model.
 */
final class MotoTest {
  private static final String BUCKET = "team-bucket";
  private static final Pattern LISTENS = Pattern.compile(".*(http://127\\.0\\.0\\.1:\\d+).*");
  private static final int LARGE = 20 << 20;

  @TempDir static Path home;

  private static Process moto;
  private static String url;

  @TempDir Path directory;

  private DirectContext context;
  private Aloft aloft;

  @BeforeAll
  static void startMoto() throws Exception {
    Path requirements =
        Path.of(Objects.requireNonNull(MotoTest.class.getResource("moto.txt")).toURI());
    moto =
        PythonEnvironment.of(requirements)
            .program(
                home,
                Map.of("PYTHONUNBUFFERED", "1", "HOME", home.toString()),
                "-m",
                "moto.server",
                "-H",
                "127.0.0.1",
                "-p",
                "0")
            .start(ProcessBuilder.Redirect.PIPE);
    url = address(moto);
  }

  private static String address(Process server) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
    StringBuilder said = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher listens = LISTENS.matcher(line);
      if (listens.matches()) {
        Thread rest = new Thread(() -> lines.lines().forEach(more -> {}), "moto-output");
        rest.setDaemon(true);
        rest.start();
        return listens.group(1);
      }
      said.append(line).append('\n');
    }
    throw new IOException("moto did not start: " + said);
  }

  @AfterAll
  static void endMoto() {
    if (moto != null) {
      ChildProgram.end(moto);
    }
  }

  @BeforeEach
  void open() {
    System.setProperty("aws.accessKeyId", "AKIAIOSFODNN7EXAMPLE");
    System.setProperty("aws.secretAccessKey", "not-a-secret");
    Map<String, String> settings =
        Map.of(
            "region",
            "us-east-1",
            "endpoint",
            url,
            "role",
            "arn:aws:iam::123456789012:role/trainer",
            "staging",
            "s3://" + BUCKET + "/stage");
    context = new DirectContext(settings);
    AwsClients.of(context).s3().createBucket(create -> create.bucket(BUCKET));
    Aloft.Builder builder = Aloft.builder().provider("aws");
    settings.forEach(builder::set);
    aloft = builder.open();
  }

  @AfterEach
  void close() {
    aloft.close();
    context.close();
  }

  @Test
  void keepsObjects() throws IOException {
    ObjectStore store = context.store("s3://" + BUCKET + "/objects");
    store.put("a/ü b.txt", Source.of("hello world"), true, Map.of("who", "Zoë"));
    assertThatThrownBy(() -> store.put("a/ü b.txt", Source.of("other"), true, Map.of()))
        .isInstanceOfSatisfying(
            AloftException.class,
            taken -> assertThat(taken.code()).isEqualTo(ErrorCode.ALREADY_EXISTS));
    assertThat(store.head("a/ü b.txt")).map(Stored::metadata).contains(Map.of("who", "Zoë"));
    assertThat(text(store, "a/ü b.txt", 0, -1)).isEqualTo("hello world");
    assertThat(text(store, "a/ü b.txt", 6, 3)).isEqualTo("wor");
    assertThat(text(store, "a/ü b.txt", 6, -1)).isEqualTo("world");

    byte[] large = new byte[LARGE];
    large[LARGE - 1] = 7;
    Path file = Files.write(directory.resolve("large"), large);
    store.put("large", Source.of(file), true, Map.of());
    assertThat(store.copy("large", "copies/large").size()).isEqualTo(LARGE);
    try (InputStream end = store.get("copies/large", LARGE - 2, 2)) {
      assertThat(end.readAllBytes()).containsExactly(0, 7);
    }

    for (String key : List.of("many/2", "many/1", "many/3", "other/1")) {
      store.put(key, Source.of("."), false, Map.of());
    }
    assertThat(keys(store, "many/")).containsExactly("many/1", "many/2", "many/3");
    store.delete("many/2");
    assertThat(store.head("many/2")).isEmpty();
    assertThatThrownBy(() -> store.get("many/2", 0, -1))
        .isInstanceOfSatisfying(
            AloftException.class, gone -> assertThat(gone.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }

  private static String text(ObjectStore store, String key, long offset, long length)
      throws IOException {
    try (InputStream in = store.get(key, offset, length)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<String> keys(ObjectStore store, String prefix) {
    List<String> keys = new ArrayList<>();
    String cursor = null;
    do {
      Page<Stored> page = store.list(prefix, cursor);
      page.items().forEach(one -> keys.add(one.key()));
      cursor = page.cursor();
    } while (cursor != null);
    return keys;
  }

  @Test
  void takesJobsAndListsThem() throws IOException {
    Path rows = Files.writeString(directory.resolve("rows.csv"), "y,x\n1,0.9\n0,0.1\n");
    TrainingRun run =
        aloft
            .trainer()
            .train(
                TrainingJob.builder("moto", Algorithm.xgboost())
                    .machine(Machine.type("ml.m5.large"))
                    .input("train", Data.csv(rows).label("y"))
                    .hyperparameter("objective", "binary:logistic")
                    .hyperparameter("num_round", 5)
                    .build());

    assertThat(run.refresh().state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(aloft.trainer().run(run.name()).id()).isEqualTo(run.id());
    List<String> names = new ArrayList<>();
    aloft.trainer().runs().forEach(one -> names.add(one.name()));
    assertThat(names).contains(run.name());
  }

  @Test
  void makesAnEndpointAndTakesItAway() throws Exception {
    Path model = AwsFixtures.in(directory.resolve("fixtures")).model().directory();
    answerNext("0.25");

    Endpoint endpoint = aloft.models().at(model.toUri().toString()).deploy("moto-scores");

    assertThat(endpoint.url()).contains("moto-scores");
    assertThat(names()).containsExactly("moto-scores");
    endpoint.undeploy();
    assertThat(names()).isEmpty();
    assertThat(aloft.orphans().parts()).isEmpty();
  }

  /** Moto has no model: it answers what it was told to, and only once. */
  private static void answerNext(String score) throws IOException, InterruptedException {
    String results =
        """
        {"account_id": "123456789012", "region": "us-east-1",
         "results": [{"Body": "%s", "ContentType": "text/csv"}]}
        """
            .formatted(score);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/moto-api/static/sagemaker/endpoint-results"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(results))
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    aloft.endpoints().forEach(one -> names.add(one.name()));
    return names;
  }
}
