package dev.aloft.benchmarks;

import dev.aloft.Aloft;
import dev.aloft.fake.aws.AwsCloud;
import dev.aloft.layer.Telemetry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.CreateTrainingJobRequest;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;

/** How soon the fake is there, and how much it does: with images that take no time. */
public final class FakeCapacity {
  private static final int CLIENTS = 8;

  private final int instances;
  private final int jobs;
  private final int invokes;
  private final PrintStream out;

  FakeCapacity(int instances, int jobs, int invokes, PrintStream out) {
    this.instances = instances;
    this.jobs = jobs;
    this.invokes = invokes;
    this.out = out;
  }

  /** Measures and prints. */
  public static void main(String[] arguments) throws Exception {
    FakeCapacity capacity = new FakeCapacity(40, 5_000, 50_000, System.out);
    System.out.println(Machine.line());
    capacity.processes(7);
    capacity.instances();
    capacity.work();
    System.out.println(Machine.line());
  }

  /** From the start of a process to the line that says where the fake listens. */
  void processes(int count) throws IOException, InterruptedException {
    double[] millis = new double[count];
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      Process process =
          new ProcessBuilder(
                  System.getProperty("java.home") + "/bin/java",
                  "-cp",
                  System.getProperty("java.class.path"),
                  "dev.aloft.fake.aws.Main")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (BufferedReader said =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        String line = said.readLine();
        millis[i] = (System.nanoTime() - start) / 1e6;
        if (line == null || !line.contains("\"url\"")) {
          throw new IllegalStateException("the fake did not start: " + line);
        }
      } finally {
        process.destroy();
        process.waitFor();
      }
    }
    print("start of a process to its address", millis);
  }

  /** In this process: the first one, and the further ones beside it. */
  void instances() {
    List<AwsCloud> open = new ArrayList<>();
    try {
      double first = start(open);
      out.printf(Locale.ROOT, "first instance in a process: %.1f ms%n", first);
      double[] millis = new double[instances];
      for (int i = 0; i < instances; i++) {
        millis[i] = start(open);
      }
      out.printf(Locale.ROOT, "second instance: %.1f ms%n", millis[0]);
      print("further instances", millis);
    } finally {
      open.forEach(AwsCloud::close);
    }
  }

  private static double start(List<AwsCloud> open) {
    long start = System.nanoTime();
    open.add(AwsCloud.builder().start());
    return (System.nanoTime() - start) / 1e6;
  }

  /** Jobs from their creation to their end, and invocations, a second. Gives how many ended. */
  int work() throws Exception {
    try (SageMakerPlace place = new SageMakerPlace();
        Aloft aloft = place.client(new Telemetry() {}, call -> {})) {
      SageMakerClient control = aloft.unwrap(SageMakerClient.class).orElseThrow();
      long start = System.nanoTime();
      atOnce(jobs, i -> control.createTrainingJob(job(i)));
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
      atOnce(invokes / 5, i -> invoke(runtime));
      start = System.nanoTime();
      atOnce(invokes, i -> invoke(runtime));
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

  private static void atOnce(int count, IntConsumer task) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(CLIENTS);
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> lanes = new ArrayList<>();
    for (int lane = 0; lane < CLIENTS; lane++) {
      lanes.add(
          pool.submit(
              () -> {
                for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                  task.accept(i);
                }
              }));
    }
    for (Future<?> lane : lanes) {
      lane.get();
    }
    pool.shutdown();
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

  private void print(String what, double[] millis) {
    Arrays.sort(millis);
    out.printf(
        Locale.ROOT,
        "%s: %.1f ms (%.1f to %.1f, %d times)%n",
        what,
        millis[millis.length / 2],
        millis[0],
        millis[millis.length - 1],
        millis.length);
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
