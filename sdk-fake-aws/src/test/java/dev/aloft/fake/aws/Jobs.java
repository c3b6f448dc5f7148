package dev.aloft.fake.aws;

import dev.aloft.fake.FakeClock;
import dev.aloft.fake.work.Images;
import dev.aloft.fake.work.TrainingContainer;
import dev.aloft.fake.work.TrainingWork;
import dev.aloft.fake.work.Work;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.CreateTrainingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;

/** A cloud with a clock that a test drives, a bucket, clients, and images of the test's own. */
final class Jobs implements AutoCloseable {
  static final String BUCKET = "data";
  static final String IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/mine:1";
  static final String ROLE = "arn:aws:iam::123456789012:role/Training";
  static final Duration STAGE = Duration.ofSeconds(10);

  final AwsCloud cloud;
  final SageMakerClient sagemaker;
  final CloudWatchLogsClient logs;
  final S3Client s3;
  final BlockingQueue<Container> containers = new LinkedBlockingQueue<>();
  private final List<Container> all = new CopyOnWriteArrayList<>();

  Jobs() {
    this(builder -> {});
  }

  Jobs(Consumer<AwsCloud.Builder> more) {
    AwsCloud.Builder builder =
        AwsCloud.builder()
            .clock(FakeClock.driven())
            .timetable(Timetable.every(STAGE))
            .unlimitedRates()
            .images(new Images().training(IMAGE::equals, this::hold));
    more.accept(builder);
    cloud = builder.start();
    sagemaker = client(SageMakerClient.builder());
    logs = client(CloudWatchLogsClient.builder());
    s3 = client(S3Client.builder().forcePathStyle(true));
    s3.createBucket(request -> request.bucket(BUCKET));
  }

  private <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
    return builder
        .endpointOverride(URI.create(cloud.url()))
        .region(Region.US_EAST_1)
        .overrideConfiguration(config -> config.retryStrategy(RetryMode.STANDARD))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIATEST", "secret")))
        .build();
  }

  private Work hold(TrainingWork work) {
    Container container = new Container(work);
    all.add(container);
    containers.add(container);
    return container;
  }

  /** A container that the test ends. */
  static final class Container implements Work {
    final TrainingWork work;
    final CompletableFuture<Integer> exit = new CompletableFuture<>();
    final CompletableFuture<Void> terminated = new CompletableFuture<>();

    Container(TrainingWork work) {
      this.work = work;
    }

    @Override
    public CompletableFuture<Integer> exit() {
      return exit;
    }

    @Override
    public void terminate() {
      terminated.complete(null);
    }

    @Override
    public void kill() {
      exit.complete(137);
    }
  }

  static TrainingContainer instant(int code) {
    return work -> {
      Container container = new Container(work);
      container.exit.complete(code);
      return container;
    };
  }

  /** A request that is in order. */
  static CreateTrainingJobRequest.Builder request(String name) {
    return CreateTrainingJobRequest.builder()
        .trainingJobName(name)
        .roleArn(ROLE)
        .algorithmSpecification(spec -> spec.trainingImage(IMAGE).trainingInputMode("File"))
        .resourceConfig(
            machines -> machines.instanceType("ml.m5.large").instanceCount(1).volumeSizeInGB(30))
        .stoppingCondition(stop -> stop.maxRuntimeInSeconds(3600))
        .outputDataConfig(output -> output.s3OutputPath("s3://" + BUCKET + "/out"));
  }

  DescribeTrainingJobResponse describe(String name) {
    return sagemaker.describeTrainingJob(request -> request.trainingJobName(name));
  }

  /** The pair of states. */
  String states(String name) {
    DescribeTrainingJobResponse job = describe(name);
    return job.trainingJobStatusAsString() + "/" + job.secondaryStatusAsString();
  }

  /** The secondary statuses that the job went through. */
  List<String> chain(String name) {
    return describe(name).secondaryStatusTransitions().stream()
        .map(one -> one.statusAsString())
        .toList();
  }

  /** Lets time pass, and what is done in it. */
  void pass(Duration time) throws InterruptedException {
    cloud.settle();
    cloud.clock().advance(time);
    cloud.settle();
  }

  /** Lets so many stages pass. */
  void pass(int stages) throws InterruptedException {
    for (int i = 0; i < stages; i++) {
      pass(STAGE);
    }
  }

  /** The container that was started next. */
  Container container() throws InterruptedException {
    Container next = containers.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no container was started");
    }
    return next;
  }

  /** Brings a job to its training. */
  Container train(CreateTrainingJobRequest.Builder request) throws InterruptedException {
    sagemaker.createTrainingJob(request.build());
    pass(3);
    return container();
  }

  void put(String key, String text) {
    s3.putObject(
        request -> request.bucket(BUCKET).key(key),
        RequestBody.fromString(text, StandardCharsets.UTF_8));
  }

  List<String> keys(String prefix) {
    return s3.listObjectsV2(request -> request.bucket(BUCKET).prefix(prefix)).contents().stream()
        .map(one -> one.key())
        .toList();
  }

  String text(String key) {
    return s3.getObjectAsBytes(request -> request.bucket(BUCKET).key(key)).asUtf8String();
  }

  @Override
  public void close() {
    all.forEach(Container::kill);
    s3.close();
    logs.close();
    sagemaker.close();
    cloud.close();
  }
}
