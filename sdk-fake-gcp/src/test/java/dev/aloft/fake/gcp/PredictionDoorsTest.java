package dev.aloft.fake.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.HttpBody;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.rpc.DeadlineExceededException;
import com.google.api.gax.rpc.FailedPreconditionException;
import com.google.api.gax.rpc.FixedHeaderProvider;
import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.cloud.aiplatform.v1.ClientConnectionConfig;
import com.google.cloud.aiplatform.v1.Endpoint;
import com.google.cloud.aiplatform.v1.PredictionServiceClient;
import com.google.cloud.aiplatform.v1.PredictionServiceSettings;
import dev.aloft.fake.FakeClock;
import dev.aloft.fake.work.InstantWork;
import dev.aloft.fake.work.ServingContainer.Reply;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** By which host, how long and how often predictions are answered. */
class PredictionDoorsTest {
  private final FakeClock clock = FakeClock.driven();
  private final CountDownLatch asked = new CountDownLatch(1);
  private GcpCloud cloud;
  private Vertex vertex;
  private Serving serving;
  private JsonClient http;

  @BeforeEach
  void start() {
    cloud = GcpCloud.builder().clock(clock).start();
    vertex = new Vertex(cloud);
    serving = new Serving(vertex);
    http = new JsonClient(cloud);
    String answer = "{\"predictions\": [1]}";
    cloud
        .images()
        .serving(
            "mine/one"::equals,
            InstantWork.serving(request -> InstantWork.text(200, "application/json", answer)));
    cloud
        .images()
        .serving(
            "mine/endless"::equals,
            InstantWork.serving(
                request -> {
                  asked.countDown();
                  return forEver();
                }));
  }

  private static Reply forEver() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IllegalStateException("nobody waits any more");
  }

  @AfterEach
  void end() {
    vertex.close();
    cloud.close();
  }

  private Endpoint live(String image, Endpoint.Builder settings) throws Exception {
    Endpoint endpoint = serving.endpoint("live", settings);
    String model = serving.uploaded("churn", Serving.container(image));
    serving.deploy(endpoint, Serving.deployed(model, "11"));
    return endpoint;
  }

  private static Endpoint.Builder dedicated() {
    return Endpoint.newBuilder().setDedicatedEndpointEnabled(true);
  }

  @Test
  void anEndpointWithAHostOfItsOwnIsRefusedAtTheSharedOne() throws Exception {
    Endpoint endpoint = live("mine/one", dedicated());
    String path = "/v1/" + endpoint.getName() + ":predict";

    assertThatThrownBy(() -> serving.ask(endpoint, "{}"))
        .isInstanceOf(FailedPreconditionException.class)
        .hasMessageContaining(endpoint.getDedicatedEndpointDns());
    assertThat(http.send("POST", path, "{\"instances\": [1]}").statusCode()).isEqualTo(200);
    assertThat(ask(endpoint.getDedicatedEndpointDns(), path)).contains("\"predictions\"");
    try (PredictionServiceClient own = own(endpoint, "live")) {
      assertThat(own.rawPredict(endpoint.getName(), body()).getData().toStringUtf8())
          .contains("predictions");
    }
    try (PredictionServiceClient own = own(endpoint, "")) {
      assertThatThrownBy(() -> own.rawPredict(endpoint.getName(), body()))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("x-vertex-ai-endpoint-id");
    }
  }

  private static HttpBody body() {
    return HttpBody.newBuilder().setContentType("application/json").build();
  }

  @Test
  void theHostOfAnEndpointAnswersForNoOther() throws Exception {
    Endpoint endpoint = live("mine/one", Endpoint.newBuilder());

    assertThat(ask(cloud.dedicated(), "/v1/" + endpoint.getName() + ":predict"))
        .contains("NOT_FOUND");
    assertThat(endpoint.getDedicatedEndpointDns()).isEmpty();
  }

  private String ask(String host, String path) throws Exception {
    HttpClient client = HttpClient.newBuilder().sslContext(trusting()).build();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("https://" + host + path))
            .POST(BodyPublishers.ofString("{\"instances\": [1]}"))
            .build();
    return client.send(request, BodyHandlers.ofString()).body();
  }

  private SSLContext trusting() throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    trusted.setCertificateEntry("fake", cloud.authority());
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  /** The vendor's client of an endpoint's own host, with the header that names an endpoint. */
  private PredictionServiceClient own(Endpoint endpoint, String named) throws Exception {
    PredictionServiceSettings.Builder settings =
        PredictionServiceSettings.newBuilder()
            .setEndpoint(endpoint.getDedicatedEndpointDns())
            .setCredentialsProvider(NoCredentialsProvider.create());
    settings.setTransportChannelProvider(
        PredictionServiceSettings.defaultGrpcTransportProviderBuilder()
            .setChannelConfigurator(
                channel -> {
                  try {
                    return ((NettyChannelBuilder) channel)
                        .sslContext(
                            GrpcSslContexts.forClient().trustManager(cloud.authority()).build());
                  } catch (SSLException e) {
                    throw new IllegalStateException(e);
                  }
                })
            .build());
    if (!named.isEmpty()) {
      settings.setHeaderProvider(FixedHeaderProvider.create("x-vertex-ai-endpoint-id", named));
    }
    return PredictionServiceClient.create(settings.build());
  }

  @Test
  void aPredictionEndsAfterAMinuteAtTheSharedHost() throws Exception {
    Endpoint endpoint = live("mine/endless", Endpoint.newBuilder());
    CompletableFuture<String> answer =
        CompletableFuture.supplyAsync(() -> serving.ask(endpoint, "{}"));
    asked.await();

    clock.advance(Duration.ofMinutes(1));

    assertThatThrownBy(answer::join).hasCauseInstanceOf(DeadlineExceededException.class);
  }

  @Test
  void anEndpointOfItsOwnSaysHowLongAPredictionMayTake() throws Exception {
    ClientConnectionConfig.Builder config = ClientConnectionConfig.newBuilder();
    config.getInferenceTimeoutBuilder().setSeconds(1800);
    Endpoint endpoint = live("mine/endless", dedicated().setClientConnectionConfig(config));
    String path = "/v1/" + endpoint.getName() + ":rawPredict";
    CompletableFuture<HttpResponse<String>> answer =
        CompletableFuture.supplyAsync(() -> post(path));
    asked.await();

    clock.advance(Duration.ofMinutes(30));

    assertThat(answer.join().statusCode()).isEqualTo(504);
    config.getInferenceTimeoutBuilder().setSeconds(3601);
    assertThatThrownBy(
            () -> serving.endpoint("other", dedicated().setClientConnectionConfig(config)))
        .hasCauseInstanceOf(InvalidArgumentException.class);
  }

  private HttpResponse<String> post(String path) {
    try {
      return http.send("POST", path, "{}");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatIsNoRequestIsToldSo() throws Exception {
    Endpoint endpoint = live("mine/one", Endpoint.newBuilder());
    String path = "/v1/" + endpoint.getName() + ":predict";

    for (String wrong : new String[] {"{nonsense", "{\"instanzes\": [1]}", "{}"}) {
      HttpResponse<String> refused = post(path, wrong);
      assertThat(refused.statusCode()).as(wrong).isEqualTo(400);
      assertThat(refused.body()).contains("INVALID_ARGUMENT");
    }
    assertThat(post(path, "{\"instances\": [1]}").statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return http.send("POST", path, body);
  }

  @Test
  void predictionsAreLimitedByTheMinuteHoweverTheyCome() throws Exception {
    Endpoint endpoint = live("mine/one", Endpoint.newBuilder());
    String path = "/v1/" + endpoint.getName() + ":rawPredict";
    cloud.rates().admitPrediction(cloud.projectNumber(), 1_499_999_990);

    HttpResponse<String> refused = post(path, "{\"instances\": [1]}");
    clock.advance(Duration.ofMinutes(1));

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.body()).contains("RATE_LIMIT_EXCEEDED");
    assertThat(post(path, "{}").statusCode()).isEqualTo(200);
    for (int i = 0; i < 29_999; i++) {
      cloud.rates().admitPrediction(cloud.projectNumber(), 0);
    }
    assertThat(post(path, "{}").statusCode()).isEqualTo(429);
  }
}
