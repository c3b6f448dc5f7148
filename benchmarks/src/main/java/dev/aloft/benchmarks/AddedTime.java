package dev.aloft.benchmarks;

import dev.aloft.Aloft;
import dev.aloft.benchmarks.provider.BenchBackend;
import dev.aloft.driver.DriverContext;
import dev.aloft.driver.Payload;
import dev.aloft.fake.Exchanges;
import dev.aloft.layer.Call;
import dev.aloft.layer.Telemetry;
import dev.aloft.model.Model;
import dev.aloft.serving.DeployOptions;
import dev.aloft.serving.Endpoint;
import dev.aloft.serving.Protocol;
import dev.aloft.serving.ServingRuntime;
import dev.aloft.training.Container;
import dev.aloft.training.TrainingJob;
import dev.aloft.training.TrainingRun;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;

/**
 * What Aloft adds to a request over the vendor's client alone: both do the same by turns, over TCP,
 * against the fake in this process, telemetry and policy on.
 */
public final class AddedTime {
  private static final byte[] ROW = "1,2,3".getBytes(StandardCharsets.UTF_8);

  private final int rounds;
  private final PrintStream out;
  private final LongAdder seen = new LongAdder();

  AddedTime(int rounds, PrintStream out) {
    this.rounds = rounds;
    this.out = out;
  }

  /**
   * Measures and prints.
   *
   * @param arguments how often each is called; 20000 when nothing is given
   */
  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000;
    new AddedTime(rounds, System.out).measure();
  }

  /** Gives how many requests arrived in the fake, and how many should: one for each call. */
  long[] measure() throws Exception {
    out.println(Machine.line());
    try (SageMakerPlace place = new SageMakerPlace();
        Aloft aloft = place.client(counting(), call -> seen.increment());
        Aloft layers =
            Aloft.builder()
                .provider("bench")
                .telemetry(counting())
                .policy(call -> seen.increment())
                .open()) {
      DriverContext context = layers.unwrap(BenchBackend.class).orElseThrow().context();
      SageMakerClient control = aloft.unwrap(SageMakerClient.class).orElseThrow();
      SageMakerRuntimeClient runtime = aloft.unwrap(SageMakerRuntimeClient.class).orElseThrow();
      TrainingRun run = aloft.trainer().train(job("runs", SageMakerPlace.ENDLESS));
      Endpoint endpoint = deploy(aloft);
      long before = compared(place);
      ByTurns turns = new ByTurns(rounds, out);
      ByTurns.Request describe =
          () -> control.describeTrainingJob(job -> job.trainingJobName(run.name()));
      turns.compare(
          "the request layers alone",
          describe,
          () ->
              context.send(
                  context.call("DescribeTrainingJob", run.name()).repeatable().build(),
                  describe::send));
      turns.compare("DescribeTrainingJob: run.refresh()", describe, run::refresh);
      turns.compare(
          "ListModelPackageGroups: models().list()",
          () -> control.listModelPackageGroups(list -> list.maxResults(100)),
          () -> aloft.models().list());
      turns.compare(
          "InvokeEndpoint: endpoint.invoke(bytes)",
          () ->
              runtime.invokeEndpoint(
                  invoke ->
                      invoke
                          .endpointName(endpoint.name())
                          .contentType("text/csv")
                          .body(SdkBytes.fromByteArrayUnsafe(ROW))),
          () -> endpoint.invoke(Payload.of(ROW, "text/csv")));
      long requests = compared(place) - before;
      run.cancel();
      endpoint.undeploy();
      out.println(Machine.line());
      return new long[] {requests, 4L * turns.requests()};
    }
  }

  private static long compared(SageMakerPlace place) {
    Exchanges exchanges = place.cloud().exchanges();
    return exchanges.count("DescribeTrainingJob")
        + exchanges.count("ListModelPackageGroups")
        + exchanges.count("InvokeEndpoint");
  }

  private static TrainingJob job(String name, String image) {
    return TrainingJob.builder(name, Container.of(image)).build();
  }

  private static Endpoint deploy(Aloft aloft) {
    Model model = aloft.trainer().train(job("model", SageMakerPlace.TRAINS)).await();
    ServingRuntime runtime =
        ServingRuntime.container(
            SageMakerPlace.SERVES, 8080, "/invocations", "/ping", Protocol.SAGEMAKER);
    return model.deploy("bench", DeployOptions.builder().runtime(runtime).build());
  }

  private Telemetry counting() {
    return new Telemetry() {
      @Override
      public void started(Call call) {
        seen.increment();
      }
    };
  }
}
