package dev.aloft.benchmarks;

import dev.aloft.Aloft;
import dev.aloft.fake.aws.AwsCloud;
import dev.aloft.layer.Telemetry;
import java.io.PrintStream;
import java.util.Locale;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.CreateTrainingJobRequest;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;

/** How soon the fake is there, and how much it does: with images that take no time. */
public final class FakeCapacity {
  private static final int CLIENTS = 8;

  private final int jobs;
  private final int invokes;
  private final PrintStream out;

  FakeCapacity(int jobs, int invokes, PrintStream out) {
    this.jobs = jobs;
    this.invokes = invokes;
    this.out = out;
  }

  /** Measures and prints. */
  public static void main(String[] arguments) throws Exception {
    System.out.println(Machine.line());
    starts(System.out).processes(7);
    starts(System.out).instances(40);
    new FakeCapacity(5_000, 50_000, System.out).work();
    System.out.println(Machine.line());
  }

  static FakeStarts starts(PrintStream out) {
    return new FakeStarts("dev.aloft.fake.aws.Main", () -> AwsCloud.builder().start(), out);
  }

  /** Jobs from their creation to their end, and invocations, a second. Gives how many ended. */
  int work() throws Exception {
    try (SageMakerPlace place = new SageMakerPlace();
        Aloft aloft = place.client(new Telemetry() {}, call -> {})) {
      SageMakerClient control = aloft.unwrap(SageMakerClient.class).orElseThrow();
      long start = System.nanoTime();
      AtOnce.run(CLIENTS, jobs, i -> control.createTrainingJob(job(i)));
      double created = seconds(start);
      while (place.cloud().things().stream().anyMatch(AwsCloud.Thing::bills)) {
        Thread.sleep(5);
      }
      double ended = seconds(start);
      out.printf(
          Locale.ROOT,
          "%d jobs: %.0f a second created, %.0f a second to their ends%n",
          jobs,
          jobs / created,
          jobs / ended);
      SageMakerRuntimeClient runtime = aloft.unwrap(SageMakerRuntimeClient.class).orElseThrow();
      serve(control);
      AtOnce.run(CLIENTS, invokes / 5, i -> invoke(runtime));
      start = System.nanoTime();
      AtOnce.run(CLIENTS, invokes, i -> invoke(runtime));
      out.printf(
          Locale.ROOT,
          "%d invocations, %d at a time: %.0f a second%n",
          invokes,
          CLIENTS,
          invokes / seconds(start));
      return completed(control);
    }
  }

  private static int completed(SageMakerClient control) {
    return (int)
        control
            .listTrainingJobsPaginator(list -> list.statusEquals("Completed").maxResults(100))
            .trainingJobSummaries()
            .stream()
            .limit(100)
            .count();
  }

  private static CreateTrainingJobRequest job(int number) {
    return CreateTrainingJobRequest.builder()
        .trainingJobName("bench-" + number)
        .roleArn(SageMakerPlace.ROLE)
        .algorithmSpecification(
            of -> of.trainingImage(SageMakerPlace.TRAINS).trainingInputMode("File"))
        .outputDataConfig(output -> output.s3OutputPath(SageMakerPlace.uri("jobs")))
        .resourceConfig(
            machines -> machines.instanceType("ml.m5.large").instanceCount(1).volumeSizeInGB(10))
        .stoppingCondition(limit -> limit.maxRuntimeInSeconds(3600))
        .build();
  }

  private static void serve(SageMakerClient control) throws InterruptedException {
    control.createModel(
        model ->
            model
                .modelName("bench")
                .executionRoleArn(SageMakerPlace.ROLE)
                .primaryContainer(
                    container ->
                        container
                            .image(SageMakerPlace.SERVES)
                            .modelDataUrl(SageMakerPlace.uri("jobs/bench-0/output/model.tar.gz"))));
    control.createEndpointConfig(
        config ->
            config
                .endpointConfigName("bench")
                .productionVariants(
                    variant ->
                        variant
                            .variantName("all")
                            .modelName("bench")
                            .instanceType("ml.m5.large")
                            .initialInstanceCount(1)));
    control.createEndpoint(endpoint -> endpoint.endpointName("bench").endpointConfigName("bench"));
    while (!control
        .describeEndpoint(endpoint -> endpoint.endpointName("bench"))
        .endpointStatusAsString()
        .equals("InService")) {
      Thread.sleep(5);
    }
  }

  private static void invoke(SageMakerRuntimeClient runtime) {
    runtime.invokeEndpoint(
        invoke ->
            invoke
                .endpointName("bench")
                .contentType("text/csv")
                .body(SdkBytes.fromUtf8String("1,2,3")));
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
