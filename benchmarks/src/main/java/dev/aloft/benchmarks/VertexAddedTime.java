package dev.aloft.benchmarks;

import com.google.api.HttpBody;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.cloud.aiplatform.v1.GetCustomJobRequest;
import com.google.cloud.aiplatform.v1.JobServiceClient;
import com.google.cloud.aiplatform.v1.ListCustomJobsRequest;
import com.google.cloud.aiplatform.v1.PredictionServiceClient;
import com.google.cloud.aiplatform.v1.PredictionServiceSettings;
import com.google.cloud.aiplatform.v1.RawPredictRequest;
import com.google.protobuf.ByteString;
import dev.aloft.Aloft;
import dev.aloft.benchmarks.provider.BenchBackend;
import dev.aloft.driver.DriverContext;
import dev.aloft.driver.Payload;
import dev.aloft.fake.Exchanges;
import dev.aloft.fake.gcp.GcpCloud;
import dev.aloft.layer.Call;
import dev.aloft.layer.Telemetry;
import dev.aloft.serving.Endpoint;
import dev.aloft.training.Container;
import dev.aloft.training.TrainingJob;
import dev.aloft.training.TrainingRun;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLException;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/**
 * What Aloft adds to a request to Vertex AI over the vendor's client alone: both do the same by
 * turns, over TCP, against the fake in this process, telemetry and policy on. The pauses of Aloft's
 * pace are skipped.
 */
public final class VertexAddedTime {
  private final int rounds;
  private final PrintStream out;
  private final LongAdder seen = new LongAdder();

  VertexAddedTime(int rounds, PrintStream out) {
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
    new VertexAddedTime(rounds, System.out).measure();
    System.exit(0); // the vendor's threads stay for a while
  }

  /** Gives how many requests arrived in the fake, and how many should: one for each call. */
  long[] measure() throws Exception {
    out.println(Machine.line());
    try (VertexPlace place = new VertexPlace();
        Aloft aloft =
            place.client(counting(), call -> seen.increment()).timing(new SkippingTiming()).open();
        Aloft layers =
            Aloft.builder()
                .provider("bench")
                .telemetry(counting())
                .policy(call -> seen.increment())
                .open();
        PredictionServiceClient predictions = predictions(place.cloud())) {
      TrainingRun run = aloft.trainer().train(job());
      Endpoint endpoint = VertexPlace.deploy(aloft);
      JobServiceClient jobs = aloft.unwrap(JobServiceClient.class).orElseThrow();
      String job = jobs.listCustomJobs(list(place)).iterateAll().iterator().next().getName();
      long before = compared(place);
      ByTurns turns = new ByTurns(rounds, out);
      DriverContext context = layers.unwrap(BenchBackend.class).orElseThrow().context();
      GetCustomJobRequest get = GetCustomJobRequest.newBuilder().setName(job).build();
      ByTurns.Request describe = () -> jobs.getCustomJobCallable().call(get);
      turns.compare(
          "the request layers alone",
          describe,
          () ->
              context.send(
                  context.call("GetCustomJob", run.name()).repeatable().build(), describe::send));
      turns.compare("GetCustomJob: run.refresh()", describe, run::refresh);
      turns.compare(
          "ListCustomJobs: trainer().runs(group)",
          () -> jobs.listCustomJobsCallable().call(list(place)),
          () -> aloft.trainer().runs("runs"));
      predict(turns, place, aloft, endpoint, predictions);
      long requests = compared(place) - before;
      run.cancel();
      endpoint.undeploy();
      out.println(Machine.line());
      return new long[] {requests, 5 * turns.requests()};
    }
  }

  private static ListCustomJobsRequest list(VertexPlace place) {
    return ListCustomJobsRequest.newBuilder()
        .setParent(place.parent())
        .setFilter("labels.aloft-group=\"runs\"")
        .setPageSize(100)
        .build();
  }

  private static void predict(
      ByTurns turns,
      VertexPlace place,
      Aloft aloft,
      Endpoint endpoint,
      PredictionServiceClient predictions) {
    String name = place.parent() + "/endpoints/" + endpoint.name();
    OkHttpClient http = aloft.unwrap(OkHttpClient.class).orElseThrow();
    Request post = place.prediction(endpoint);
    ByTurns.Request invoke = () -> endpoint.invoke(Payload.of(VertexPlace.ROW, VertexPlace.JSON));
    turns.compare(
        "rawPredict: invoke(bytes), over OkHttp", () -> VertexPlace.send(http, post), invoke);
    RawPredictRequest raw =
        RawPredictRequest.newBuilder()
            .setEndpoint(name)
            .setHttpBody(
                HttpBody.newBuilder()
                    .setContentType(VertexPlace.JSON)
                    .setData(ByteString.copyFrom(VertexPlace.ROW)))
            .build();
    turns.compare(
        "rawPredict: invoke(bytes), over gRPC", () -> predictions.rawPredict(raw), invoke);
  }

  private static long compared(VertexPlace place) {
    Exchanges exchanges = place.cloud().exchanges();
    return exchanges.count("GetCustomJob")
        + exchanges.count("ListCustomJobs")
        + exchanges.count("RawPredict");
  }

  private static PredictionServiceClient predictions(GcpCloud cloud) throws IOException {
    return PredictionServiceClient.create(
        PredictionServiceSettings.newBuilder()
            .setCredentialsProvider(NoCredentialsProvider.create())
            .setTransportChannelProvider(
                InstantiatingGrpcChannelProvider.newBuilder()
                    .setEndpoint(cloud.grpc())
                    .setChannelConfigurator(
                        channel -> {
                          try {
                            return ((NettyChannelBuilder) channel)
                                .sslContext(
                                    GrpcSslContexts.forClient()
                                        .trustManager(cloud.authority())
                                        .build());
                          } catch (SSLException e) {
                            throw new UncheckedIOException(e);
                          }
                        })
                    .build())
            .build());
  }

  private static TrainingJob job() {
    return TrainingJob.builder("runs", Container.of(VertexPlace.ENDLESS)).build();
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
