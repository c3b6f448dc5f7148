package dev.aloft.benchmarks;

import dev.aloft.Aloft;
import dev.aloft.fake.gcp.GcpCloud;
import dev.aloft.fake.gcp.Timetable;
import dev.aloft.fake.work.InstantWork;
import dev.aloft.gcp.Vertex;
import dev.aloft.layer.Policy;
import dev.aloft.layer.Telemetry;
import dev.aloft.model.Model;
import dev.aloft.serving.DeployOptions;
import dev.aloft.serving.Endpoint;
import dev.aloft.serving.Protocol;
import dev.aloft.serving.ServingRuntime;
import dev.aloft.training.Container;
import dev.aloft.training.TrainingJob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * A fake Vertex AI in real time whose stages take none, whose images do nothing and whose quotas do
 * not hold, and clients.
 */
final class VertexPlace implements AutoCloseable {
  /** Trains at once and leaves a model. */
  static final String TRAINS = "us-central1-docker.pkg.dev/aloft-test/bench/trains:1";

  /** Trains until it is stopped. */
  static final String ENDLESS = "us-central1-docker.pkg.dev/aloft-test/bench/endless:1";

  /** Answers at once. */
  static final String SERVES = "us-central1-docker.pkg.dev/aloft-test/bench/serves:1";

  static final String JSON = "application/json";
  static final byte[] ROW = "{\"instances\":[[1,2,3]]}".getBytes(StandardCharsets.UTF_8);

  private static final String BUCKET = "bench";

  private final GcpCloud cloud =
      GcpCloud.builder().timetable(Timetable.instant()).unlimitedRates().start();

  VertexPlace() {
    cloud
        .images()
        .training(TRAINS::equals, InstantWork.training(Map.of("model/m", "1")))
        .training(ENDLESS::equals, InstantWork.endlessTraining())
        .serving(
            SERVES::equals,
            InstantWork.serving(call -> InstantWork.text(200, JSON, "{\"predictions\":[0.5]}")));
    cloud.createBucket(BUCKET);
  }

  GcpCloud cloud() {
    return cloud;
  }

  String parent() {
    return "projects/" + cloud.project() + "/locations/" + cloud.location();
  }

  static String uri(String path) {
    return "gs://" + BUCKET + "/" + path;
  }

  /** A client with a telemetry and a policy. */
  Aloft.Builder client(Telemetry telemetry, Policy policy) {
    return Aloft.builder()
        .provider("gcp")
        .set("project", cloud.project())
        .set("location", cloud.location())
        .set("endpoint", cloud.grpc())
        .set("http-endpoint", cloud.http())
        .set("ca", cloud.certificate().toString())
        .set("credentials", "none")
        .set("staging", uri("staging"))
        .telemetry(telemetry)
        .policy(policy);
  }

  /** An endpoint that answers at once. */
  static Endpoint deploy(Aloft aloft) {
    TrainingJob job = TrainingJob.builder("model", Container.of(TRAINS)).build();
    Model model = aloft.trainer().train(job).await();
    ServingRuntime runtime =
        ServingRuntime.container(SERVES, 8080, "/predict", "/health", Protocol.VERTEX);
    return model.deploy(
        "bench",
        DeployOptions.builder().runtime(runtime).option(Vertex.DEDICATED_ENDPOINT, false).build());
  }

  /** A prediction as plain HTTP. */
  Request prediction(Endpoint endpoint) {
    String url = cloud.http() + "/v1/" + parent() + "/endpoints/" + endpoint.name();
    return new Request.Builder()
        .url(url + ":rawPredict")
        .post(RequestBody.create(ROW, MediaType.get(JSON)))
        .build();
  }

  /** Sends it and reads the answer. */
  static byte[] send(OkHttpClient http, Request request) {
    try (Response response = http.newCall(request).execute()) {
      if (!response.isSuccessful()) {
        throw new IllegalStateException(response.toString());
      }
      return response.body().bytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    cloud.close();
  }
}
