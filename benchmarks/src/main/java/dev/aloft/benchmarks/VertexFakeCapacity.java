package dev.aloft.benchmarks;

import com.google.cloud.aiplatform.v1.ContainerSpec;
import com.google.cloud.aiplatform.v1.CustomJob;
import com.google.cloud.aiplatform.v1.CustomJobSpec;
import com.google.cloud.aiplatform.v1.GcsDestination;
import com.google.cloud.aiplatform.v1.JobServiceClient;
import com.google.cloud.aiplatform.v1.ListCustomJobsRequest;
import com.google.cloud.aiplatform.v1.MachineSpec;
import com.google.cloud.aiplatform.v1.WorkerPoolSpec;
import dev.aloft.Aloft;
import dev.aloft.fake.gcp.GcpCloud;
import dev.aloft.layer.Telemetry;
import dev.aloft.serving.Endpoint;
import java.io.PrintStream;
import java.util.Locale;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/** How soon the fake Vertex AI is there, and how much it does: with images that take no time. */
public final class VertexFakeCapacity {
  private static final int CLIENTS = 8;

  private final int jobs;
  private final int predictions;
  private final PrintStream out;

  VertexFakeCapacity(int jobs, int predictions, PrintStream out) {
    this.jobs = jobs;
    this.predictions = predictions;
    this.out = out;
  }

  /** Measures and prints. */
  public static void main(String[] arguments) throws Exception {
    System.out.println(Machine.line());
    starts(System.out).processes(7);
    starts(System.out).instances(40);
    new VertexFakeCapacity(5_000, 50_000, System.out).work();
    System.out.println(Machine.line());
    System.exit(0); // the vendor's threads stay for a while
  }

  static FakeStarts starts(PrintStream out) {
    return new FakeStarts("dev.aloft.fake.gcp.Main", GcpCloud::start, out);
  }

  /** Jobs from their creation to their end, and predictions, a second. Gives how many ended. */
  int work() throws Exception {
    try (VertexPlace place = new VertexPlace();
        Aloft aloft =
            place.client(new Telemetry() {}, call -> {}).timing(new SkippingTiming()).open()) {
      JobServiceClient control = aloft.unwrap(JobServiceClient.class).orElseThrow();
      long start = System.nanoTime();
      AtOnce.run(CLIENTS, jobs, i -> control.createCustomJob(place.parent(), job(i)));
      double created = seconds(start);
      while (count(control, place, "state!=\"JOB_STATE_SUCCEEDED\"") > 0) {
        Thread.sleep(5);
      }
      double ended = seconds(start);
      out.printf(
          Locale.ROOT,
          "%d jobs: %.0f a second created, %.0f a second to their ends%n",
          jobs,
          jobs / created,
          jobs / ended);
      int succeeded = count(control, place, "state=\"JOB_STATE_SUCCEEDED\"");
      Endpoint endpoint = VertexPlace.deploy(aloft);
      OkHttpClient http = aloft.unwrap(OkHttpClient.class).orElseThrow();
      Request request = place.prediction(endpoint);
      AtOnce.run(CLIENTS, predictions / 5, i -> VertexPlace.send(http, request));
      start = System.nanoTime();
      AtOnce.run(CLIENTS, predictions, i -> VertexPlace.send(http, request));
      out.printf(
          Locale.ROOT,
          "%d predictions, %d at a time: %.0f a second%n",
          predictions,
          CLIENTS,
          predictions / seconds(start));
      endpoint.undeploy();
      return succeeded;
    }
  }

  /** How many there are of a state, a page of them at most. */
  private static int count(JobServiceClient control, VertexPlace place, String filter) {
    ListCustomJobsRequest list =
        ListCustomJobsRequest.newBuilder()
            .setParent(place.parent())
            .setFilter(filter)
            .setPageSize(100)
            .build();
    return control.listCustomJobsCallable().call(list).getCustomJobsCount();
  }

  private static CustomJob job(int number) {
    return CustomJob.newBuilder()
        .setDisplayName("bench-" + number)
        .setJobSpec(
            CustomJobSpec.newBuilder()
                .addWorkerPoolSpecs(
                    WorkerPoolSpec.newBuilder()
                        .setMachineSpec(MachineSpec.newBuilder().setMachineType("n1-standard-4"))
                        .setReplicaCount(1)
                        .setContainerSpec(
                            ContainerSpec.newBuilder().setImageUri(VertexPlace.TRAINS)))
                .setBaseOutputDirectory(
                    GcsDestination.newBuilder()
                        .setOutputUriPrefix(VertexPlace.uri("jobs/" + number))))
        .build();
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
