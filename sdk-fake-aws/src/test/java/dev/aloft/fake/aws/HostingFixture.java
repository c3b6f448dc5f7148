package dev.aloft.fake.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.fake.FakeClock;
import dev.aloft.fake.work.Images;
import dev.aloft.fake.work.ServingContainer;
import dev.aloft.fake.work.ServingContainer.Invocation;
import dev.aloft.fake.work.ServingContainer.Reply;
import dev.aloft.fake.work.ServingWork;
import dev.aloft.fake.work.Tarball;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;

/** A fake on a driven clock, AWS's own clients, and images whose answers come from model files. */
final class HostingFixture implements AutoCloseable {
  static final String ROLE = "arn:aws:iam::123456789012:role/hosting";
  static final String ECHO = "123456789012.dkr.ecr.us-east-1.amazonaws.com/echo:1";
  static final String CRASHING = "123456789012.dkr.ecr.us-east-1.amazonaws.com/crashing:1";
  static final String SLOW = "123456789012.dkr.ecr.us-east-1.amazonaws.com/slow:1";
  static final String BUCKET = "models";

  final Queue<String> closed = new ConcurrentLinkedQueue<>();
  final Queue<Invocation> received = new ConcurrentLinkedQueue<>();
  final CountDownLatch asked = new CountDownLatch(1);
  final AwsCloud cloud;
  final SageMakerClient sagemaker;
  final SageMakerRuntimeClient runtime;
  final ApplicationAutoScalingClient scaling;
  final S3Client s3;
  final CloudWatchLogsClient logs;

  HostingFixture() {
    this(Timetable.usual());
  }

  HostingFixture(Timetable timetable) {
    Images images =
        new Images()
            .serving(ECHO::equals, this::echo)
            .serving(
                CRASHING::equals,
                work -> {
                  work.log().accept("ImportError: no module named model");
                  throw new IOException("the container ended with 1");
                })
            .serving(SLOW::equals, work -> server(work, this::neverAnswer));
    cloud =
        AwsCloud.builder()
            .clock(FakeClock.driven())
            .timetable(timetable)
            .images(images)
            .unlimitedRates()
            .start();
    sagemaker = client(SageMakerClient.builder());
    runtime = client(SageMakerRuntimeClient.builder());
    scaling = client(ApplicationAutoScalingClient.builder());
    s3 = client(S3Client.builder().forcePathStyle(true));
    logs = client(CloudWatchLogsClient.builder());
    s3.createBucket(request -> request.bucket(BUCKET));
    putModel("one");
  }

  private <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
    return builder
        .endpointOverride(URI.create(cloud.url()))
        .region(Region.of(cloud.region()))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
        .overrideConfiguration(
            override -> override.retryStrategy(retries -> retries.maxAttempts(1)))
        .build();
  }

  private ServingContainer.Server echo(ServingWork work) throws IOException {
    String says = Files.readString(work.root().resolve("model/says"));
    work.log().accept("serving " + says);
    return server(
        work,
        invocation -> {
          String body = new String(invocation.body(), StandardCharsets.UTF_8);
          if (body.startsWith("fail ")) {
            int status = Integer.parseInt(body.substring(5));
            return new Reply(
                status, "text/plain", Map.of(), "no such row".getBytes(StandardCharsets.UTF_8));
          }
          String answer = says + work.environment().getOrDefault("SUFFIX", "") + ":" + body;
          return new Reply(
              200,
              "text/csv",
              Map.of("X-Amzn-SageMaker-Custom-Attributes", "answered"),
              answer.getBytes(StandardCharsets.UTF_8));
        });
  }

  private Reply neverAnswer(Invocation invocation) {
    asked.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new Reply(200, "text/plain", Map.of(), new byte[0]);
  }

  private interface Answering {
    Reply answer(Invocation invocation);
  }

  private ServingContainer.Server server(ServingWork work, Answering answering) {
    return new ServingContainer.Server() {
      @Override
      public Reply invoke(Invocation invocation) {
        received.add(invocation);
        return answering.answer(invocation);
      }

      @Override
      public void close() {
        closed.add(work.image());
      }
    };
  }

  /** Stores a model archive; the echo image begins its answers with its name. */
  void putModel(String says) {
    try {
      Path folder = Files.createTempDirectory("model");
      Files.writeString(folder.resolve("says"), says);
      Path archive = Files.createTempFile("model", ".tar.gz");
      Tarball.pack(folder, archive);
      s3.putObject(
          request -> request.bucket(BUCKET).key(says + ".tar.gz"), RequestBody.fromFile(archive));
      Files.delete(archive);
      Files.delete(folder.resolve("says"));
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String dataOf(String says) {
    return "s3://" + BUCKET + "/" + says + ".tar.gz";
  }

  void createModel(String name, String image, String says) {
    sagemaker.createModel(
        request ->
            request
                .modelName(name)
                .executionRoleArn(ROLE)
                .primaryContainer(one -> one.image(image).modelDataUrl(dataOf(says))));
  }

  static ProductionVariant variant(String name, String model, int count, double weight) {
    return ProductionVariant.builder()
        .variantName(name)
        .modelName(model)
        .instanceType("ml.m5.large")
        .initialInstanceCount(count)
        .initialVariantWeight((float) weight)
        .build();
  }

  void createConfig(String name, ProductionVariant... variants) {
    sagemaker.createEndpointConfig(
        request -> request.endpointConfigName(name).productionVariants(List.of(variants)));
  }

  /** A model, a configuration and an endpoint of one name. */
  void createEndpoint(String name, String image) {
    createModel(name, image, "one");
    createConfig(name, variant("main", name, 1, 1));
    sagemaker.createEndpoint(request -> request.endpointName(name).endpointConfigName(name));
  }

  /** The same, until it serves. */
  void serve(String name) {
    createEndpoint(name, ECHO);
    advance(Duration.ofMinutes(4));
  }

  /** Gives an update its time, and proves that it has ended well. */
  void finishUpdate(String name) {
    advance(Duration.ofMinutes(5));
    advance(Duration.ofSeconds(20));
    assertThat(status(name)).isEqualTo("InService");
    assertThat(describe(name).failureReason()).isNull();
  }

  /** Waits for containers that start, and moves the clock on. */
  void advance(Duration time) {
    settle();
    cloud.clock().advance(time);
    settle();
  }

  private void settle() {
    try {
      cloud.settle();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  DescribeEndpointResponse describe(String endpoint) {
    return sagemaker.describeEndpoint(request -> request.endpointName(endpoint));
  }

  String status(String endpoint) {
    return describe(endpoint).endpointStatusAsString();
  }

  String invoke(String endpoint, String body) {
    return runtime
        .invokeEndpoint(
            request ->
                request
                    .endpointName(endpoint)
                    .contentType("text/csv")
                    .body(SdkBytes.fromUtf8String(body)))
        .body()
        .asUtf8String();
  }

  /** The answers of so many requests. */
  List<String> invoke(String endpoint, int times) {
    return Stream.generate(() -> invoke(endpoint, "x")).limit(times).toList();
  }

  @Override
  public void close() {
    sagemaker.close();
    runtime.close();
    scaling.close();
    s3.close();
    logs.close();
    cloud.close();
  }
}
