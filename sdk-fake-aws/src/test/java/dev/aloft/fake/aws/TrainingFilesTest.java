package dev.aloft.fake.aws;

import static dev.aloft.fake.aws.Jobs.BUCKET;
import static dev.aloft.fake.aws.Jobs.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.fake.work.Tarball;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.sagemaker.model.Channel;
import software.amazon.awssdk.services.sagemaker.model.MetricDefinition;
import software.amazon.awssdk.services.sagemaker.model.S3DataSource;

/** What containers find below {@code /opt/ml}, and what becomes of what they leave. */
class TrainingFilesTest {
  private final Jobs jobs = new Jobs();

  @AfterEach
  void close() {
    jobs.close();
  }

  private static Channel channel(String name, Consumer<S3DataSource.Builder> source) {
    return Channel.builder()
        .channelName(name)
        .contentType("text/csv")
        .dataSource(
            d ->
                d.s3DataSource(
                    s -> {
                      s.s3DataType("S3Prefix");
                      source.accept(s);
                    }))
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "in/train, in/train/x.csv, x.csv",
    "in/train/, in/train/deep/x.csv, deep/x.csv",
    "in/train/x.csv, in/train/x.csv, x.csv",
    "in/tr, in/train/x.csv, train/x.csv",
    "'', in/x.csv, in/x.csv",
  })
  void objectLiesBelowTheFolderOfItsPrefix(String prefix, String key, String place) {
    assertThat(ChannelData.place(key, prefix)).isEqualTo(place);
  }

  @Test
  void containerFindsItsDataAndSettings() throws Exception {
    jobs.put("in/train/x.csv", "1,2");
    jobs.put("in/train/", "");
    jobs.put("in/one.csv", "3,4");
    Jobs.Container container =
        jobs.train(
            request("a")
                .hyperParameters(Map.of("num_round", "3"))
                .environment(Map.of("MINE", "1"))
                .inputDataConfig(
                    channel("train", s -> s.s3Uri("s3://" + BUCKET + "/in/train")),
                    channel("one", s -> s.s3Uri("s3://" + BUCKET + "/in/one.csv"))));
    Path input = container.work.root().resolve("input");
    assertThat(input.resolve("data/train/x.csv")).hasContent("1,2");
    assertThat(input.resolve("data/one/one.csv")).hasContent("3,4");
    assertThat(input.resolve("config/hyperparameters.json")).hasContent("{\"num_round\":\"3\"}");
    assertThat(Files.readString(input.resolve("config/inputdataconfig.json")))
        .contains("\"train\":{\"ContentType\":\"text/csv\",\"TrainingInputMode\":\"File\"");
    assertThat(container.work.mount()).isEqualTo("/opt/ml");
    assertThat(container.work.arguments()).containsExactly("train");
    assertThat(container.work.environment())
        .containsEntry("MINE", "1")
        .containsEntry("TRAINING_JOB_NAME", "a")
        .containsEntry("TRAINING_JOB_ARN", jobs.describe("a").trainingJobArn());
  }

  @Test
  void manifestAndGzipAreRead() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write("zipped".getBytes(StandardCharsets.UTF_8));
    }
    jobs.s3.putObject(
        r -> r.bucket(BUCKET).key("in/part-1"), RequestBody.fromBytes(bytes.toByteArray()));
    jobs.put("m", "[{\"prefix\":\"s3://" + BUCKET + "/in/\"},\"part-1\"]");
    Jobs.Container container =
        jobs.train(
            request("a")
                .inputDataConfig(
                    channel(
                            "train",
                            s -> s.s3DataType("ManifestFile").s3Uri("s3://" + BUCKET + "/m"))
                        .toBuilder()
                        .compressionType("Gzip")
                        .build()));
    assertThat(container.work.root().resolve("input/data/train/part-1")).hasContent("zipped");
  }

  @Test
  void objectsAreSharedOutAndResultsOfAllHostsAreOne(@TempDir Path temporary) throws Exception {
    for (int i = 0; i < 5; i++) {
      jobs.put("in/" + i, "x");
    }
    Jobs.Container one =
        jobs.train(
            request("a")
                .resourceConfig(m -> m.instanceType("ml.m5.large").instanceCount(2))
                .inputDataConfig(
                    channel(
                        "train",
                        s ->
                            s.s3Uri("s3://" + BUCKET + "/in/")
                                .s3DataDistributionType("ShardedByS3Key"))));
    Jobs.Container two = jobs.container();
    assertThat(one.work.root().resolve("input/data/train").toFile().list())
        .containsExactlyInAnyOrder("0", "2", "4");
    assertThat(two.work.root().resolve("input/data/train").toFile().list())
        .containsExactlyInAnyOrder("1", "3");
    Files.writeString(one.work.root().resolve("model/both"), "one");
    Files.writeString(two.work.root().resolve("model/both"), "two");
    Files.writeString(two.work.root().resolve("model/second"), "two");
    Files.writeString(two.work.root().resolve("output/data/report"), "r");
    one.exit.complete(0);
    two.exit.complete(0);
    jobs.pass(2);
    assertThat(jobs.keys("out/"))
        .containsExactly("out/a/output/model.tar.gz", "out/a/output/output.tar.gz");
    Path archive = temporary.resolve("model.tar.gz");
    jobs.s3.getObject(r -> r.bucket(BUCKET).key("out/a/output/model.tar.gz"), archive);
    Tarball.unpack(archive, temporary.resolve("model"));
    assertThat(temporary.resolve("model/both")).hasContent("one");
    assertThat(temporary.resolve("model/second")).hasContent("two");
  }

  @Test
  void modelMayLieUnpacked() throws Exception {
    Jobs.Container container =
        jobs.train(
            request("a")
                .outputDataConfig(
                    o -> o.s3OutputPath("s3://" + BUCKET + "/out/").compressionType("NONE")));
    Files.writeString(container.work.root().resolve("model/weights"), "w");
    container.exit.complete(0);
    jobs.pass(2);
    assertThat(jobs.keys("out/")).containsExactly("out/a/output/model/weights");
    assertThat(jobs.describe("a").modelArtifacts().s3ModelArtifacts())
        .isEqualTo("s3://" + BUCKET + "/out/a/output/model/");
  }

  @Test
  void missingBucketForResultsFailsTheJob() throws Exception {
    Jobs.Container container =
        jobs.train(request("a").outputDataConfig(o -> o.s3OutputPath("s3://nowhere/out")));
    container.exit.complete(0);
    jobs.pass(2);
    assertThat(jobs.describe("a").failureReason())
        .startsWith("ClientError: Artifact upload failed:")
        .contains("nowhere");
  }

  @Test
  void metricsAreReadFromTheLogAndTheLastValueStays() throws Exception {
    Jobs.Container container =
        jobs.train(
            request("a")
                .algorithmSpecification(
                    s ->
                        s.trainingImage(Jobs.IMAGE)
                            .trainingInputMode("File")
                            .metricDefinitions(
                                MetricDefinition.builder()
                                    .name("loss")
                                    .regex("loss=([0-9.e-]+)")
                                    .build())));
    container.work.log().accept("epoch 1 loss=0.5");
    container.work.log().accept("epoch 2 loss=2.5e-1");
    assertThat(jobs.describe("a").finalMetricDataList())
        .singleElement()
        .satisfies(one -> assertThat(one.value()).isEqualTo(0.25f));
    container.exit.complete(0);
    jobs.pass(2);
    assertThat(jobs.describe("a").finalMetricDataList())
        .extracting(one -> one.metricName())
        .isEqualTo(List.of("loss"));
  }
}
