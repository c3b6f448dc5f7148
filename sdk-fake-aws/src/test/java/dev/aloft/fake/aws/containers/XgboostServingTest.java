package dev.aloft.fake.aws.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.fake.work.ContainerHost;
import dev.aloft.fake.work.ServingContainer;
import dev.aloft.fake.work.ServingContainer.Reply;
import dev.aloft.fake.work.ServingContainer.Server;
import dev.aloft.fake.work.ServingWork;
import dev.aloft.local.xgboost.XgboostModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class XgboostServingTest {
  private static final String CSV = "text/csv";

  private final ContainerHost host = ContainerHost.ofThisMachine();
  @TempDir Path directory;

  @AfterEach
  void close() {
    host.close();
  }

  /** Trains on three classes or a half; returns what the container sees. */
  private Path trained(String objective) throws Exception {
    Random random = new Random(11);
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      double x = random.nextDouble();
      double y = random.nextDouble();
      int label = objective.startsWith("multi") ? (int) (x * 3) : x + y > 1 ? 1 : 0;
      rows.append(label).append(',').append(x).append(',').append(y).append('\n');
    }
    Job job =
        new Job(Job.XGBOOST, directory.resolve("train-" + random.nextInt()))
            .channel("train", CSV, "rows", rows.toString())
            .with("objective", objective)
            .with("num_round", "5");
    if (objective.startsWith("multi")) {
      job.with("num_class", "3");
    }
    assertThat(job.run(host)).as("%s", job.lines).isZero();
    return job.root;
  }

  private Server serve(Path root, String image, Map<String, String> environment) throws Exception {
    ServingContainer container =
        SageMakerImages.standard(host, (bucket, key) -> Optional.empty())
            .serving(image)
            .orElseThrow();
    return container.start(new ServingWork(image, root, "/opt/ml", environment, line -> {}));
  }

  private static Reply ask(Server server, String type, String accept, String body)
      throws Exception {
    return server.invoke(
        new ServingContainer.Invocation(
            type, accept, Map.of(), body.getBytes(StandardCharsets.UTF_8)));
  }

  private static String text(Reply reply) {
    return new String(reply.body(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({"binary:logistic", "multi:softprob", "multi:softmax", "reg:squarederror"})
  void answersWithTheScoresOfTheModel(String objective) throws Exception {
    Path root = trained(objective);
    XgboostModel model = XgboostModel.load(root.resolve("model/xgboost-model"));
    Random random = new Random(5);
    int count = 3_000;
    float[] rows = new float[count * 2];
    StringBuilder csv = new StringBuilder();
    for (int row = 0; row < count; row++) {
      rows[row * 2] = random.nextFloat();
      rows[row * 2 + 1] = row % 3 == 0 ? Float.NaN : random.nextFloat();
      csv.append(rows[row * 2])
          .append(',')
          .append(row % 3 == 0 ? "" : Float.toString(rows[row * 2 + 1]))
          .append('\n');
    }
    int width = model.predictionCount();
    float[] expected = new float[count * width];
    model.predictions(rows, 0, count, expected, 0);

    Server server = serve(root, Job.XGBOOST, Map.of());
    Reply lines = ask(server, CSV, "", csv.toString());
    Reply json = ask(server, "text/csv; charset=utf-8", "application/json", csv.toString());

    assertThat(lines.status()).isEqualTo(200);
    assertThat(lines.contentType()).startsWith(CSV);
    List<String> printed = text(lines).lines().toList();
    JsonNode scores = new ObjectMapper().readTree(json.body()).path("predictions");
    assertThat(printed).hasSize(count);
    for (int row = 0; row < count; row++) {
      String[] values = printed.get(row).split(",", -1);
      JsonNode score = scores.get(row).path("score");
      assertThat(values).hasSize(width);
      for (int i = 0; i < width; i++) {
        double wanted = expected[row * width + i];
        assertThat(Double.parseDouble(values[i])).isEqualTo(wanted);
        assertThat((width == 1 ? score : score.get(i)).asDouble()).isEqualTo(wanted);
      }
    }
  }

  @Test
  void oldImagesAnswerInOneLineAndJsonLinesInMany() throws Exception {
    Path root = trained("binary:logistic");
    String rows = "0.1,0.2\n0.9,0.8\n";
    String lines = text(ask(serve(root, Job.XGBOOST, Map.of()), CSV, CSV, rows));
    String old =
        text(
            ask(
                serve(root, "811284229777.dkr.ecr.us-east-1.amazonaws.com/xgboost:1", Map.of()),
                CSV,
                CSV,
                rows));
    String jsonLines =
        text(
            ask(
                serve(
                    root,
                    Job.XGBOOST,
                    Map.of("SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT", "application/jsonlines")),
                CSV,
                "*/*",
                rows));

    assertThat(lines).endsWith("\n");
    assertThat(old).isEqualTo(lines.strip().replace("\n", ","));
    assertThat(jsonLines)
        .isEqualTo(
            lines.lines().map(line -> "{\"score\": " + line + "}\n").collect(Collectors.joining()));
  }

  @Test
  void libsvmIsTheSameAsCsvAndWhatIsLeftOutIsMissing() throws Exception {
    Server server = serve(trained("binary:logistic"), Job.XGBOOST, Map.of());

    assertThat(ask(server, CSV, CSV, "0.1,0.2\n0.3\n").status()).isEqualTo(415);
    assertThat(text(ask(server, "text/libsvm", CSV, "0:0.1 1:0.2\n1:0.8\n0 0:0.3")))
        .isEqualTo(text(ask(server, CSV, CSV, "0.1,0.2\n,0.8\n0.3,")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/csv | text/csv | '1,2,3' | 400 | (2 vs. 3) : Number of columns does not match",
        "text/csv | text/csv | 'a,b' | 415 | could not convert string to float: 'a'",
        "application/json | text/csv | '{}' | 415 | application/json is not an accepted",
        "application/x-recordio-protobuf | text/csv | 'x' | 415 | Loading recordio-protobuf data",
        "text/libsvm | text/csv | 'x:1' | 415 | invalid literal for int()",
        "text/csv | application/xml | '1,2' | 406 | Accept type application/xml is not supported",
        "text/csv | text/csv | '' | 204 | ''",
      })
  void refusesAsTheContainerDoes(String type, String accept, String body, int status, String words)
      throws Exception {
    Server server = serve(trained("binary:logistic"), Job.XGBOOST, Map.of());

    Reply reply = ask(server, type, accept, body);

    assertThat(reply.status()).as(text(reply)).isEqualTo(status);
    assertThat(text(reply)).contains(words);
  }

  @Test
  void averagesTheModelsOfADirectory() throws Exception {
    Path root = trained("reg:squarederror");
    Path other = trained("binary:logistic");
    String first = text(ask(serve(root, Job.XGBOOST, Map.of()), CSV, CSV, "0.2,0.3"));
    String second = text(ask(serve(other, Job.XGBOOST, Map.of()), CSV, CSV, "0.2,0.3"));
    Files.copy(other.resolve("model/xgboost-model"), root.resolve("model/zzz"));

    String both = text(ask(serve(root, Job.XGBOOST, Map.of()), CSV, CSV, "0.2,0.3"));

    float mean = (Float.parseFloat(first) + Float.parseFloat(second)) / 2;
    assertThat(Float.parseFloat(both)).isEqualTo(mean);
    assertThat(
            text(
                ask(
                    serve(root, Job.XGBOOST, Map.of("SAGEMAKER_INFERENCE_ENSEMBLE", "false")),
                    CSV,
                    CSV,
                    "0.2,0.3")))
        .isEqualTo(first);
  }

  @Test
  void doesNotStartWithoutAModel() throws Exception {
    Path root = directory.resolve("broken");
    Files.createDirectories(root.resolve("model"));
    assertThatThrownBy(() -> serve(root, Job.XGBOOST, Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no model in /opt/ml/model");

    Files.writeString(root.resolve("model/xgboost-model"), "binf\0\0old");
    assertThatThrownBy(() -> serve(root, Job.XGBOOST, Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/opt/ml/model/xgboost-model cannot be loaded");
  }
}
