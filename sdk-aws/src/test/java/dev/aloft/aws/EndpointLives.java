package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.aloft.Aloft;
import dev.aloft.fake.aws.AwsCloud;
import dev.aloft.model.Model;
import dev.aloft.serving.Endpoint;
import dev.aloft.testkit.FaultLayer;
import dev.aloft.testkit.Thing;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.EndpointConfigSummary;
import software.amazon.awssdk.services.sagemaker.model.ModelSummary;

/** Endpoints of a cloud of their own, over TCP, and whoever else is at them. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
abstract class EndpointLives {
  static final String NAME = "churn";

  private final List<AutoCloseable> open = new ArrayList<>();
  final FaultLayer faults = new FaultLayer();
  private Path directory;
  AwsHarness place;
  Aloft aloft;

  @BeforeEach
  void prepare(@TempDir Path empty) {
    directory = empty;
  }

  @AfterEach
  void closePlace() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
    place.close();
  }

  final void openPlace(UnaryOperator<AwsCloud.Builder> settings) {
    place = new AwsHarness(directory, settings);
    aloft = opened(place.client().layer(faults));
  }

  final Aloft opened(Aloft.Builder builder) {
    Aloft client = builder.open();
    open.add(client);
    return client;
  }

  final SageMakerClient sagemaker() {
    SageMakerClient client =
        SageMakerClient.builder()
            .region(Region.of(place.cloud().region()))
            .endpointOverride(URI.create(place.cloud().url()))
            .build();
    open.add(client);
    return client;
  }

  final Model model(Aloft client) {
    return client.models().at(place.fixtures().model().directory().toUri().toString());
  }

  final Model otherModel(Aloft client) {
    return client.models().at(place.fixtures().otherModel().directory().toUri().toString());
  }

  final List<Thing> things() {
    return place.things().orElseThrow();
  }

  final void proveAnswers(Endpoint endpoint) {
    assertThat(endpoint.predict(place.fixtures().row()).value())
        .matches(place.fixtures().model()::says);
  }

  /** Does something in another process, which stops at a request for ever. */
  final void stopIn(FaultLayer end, Consumer<Aloft> work) throws InterruptedException {
    Aloft stopping = opened(place.client().layer(end));
    Thread process =
        new Thread(
            () -> {
              Throwable unused = catchThrowable(() -> work.accept(stopping));
            });
    process.setDaemon(true);
    process.start();
    end.stopped().join();
    stopping.close();
    process.join();
  }

  static String theOnlyConfig(SageMakerClient client) {
    List<EndpointConfigSummary> configs = client.listEndpointConfigs().endpointConfigs();
    assertThat(configs).hasSize(1);
    return configs.get(0).endpointConfigName();
  }

  static String theOnlyModel(SageMakerClient client) {
    List<ModelSummary> models = client.listModels().models();
    assertThat(models).hasSize(1);
    return models.get(0).modelName();
  }
}
