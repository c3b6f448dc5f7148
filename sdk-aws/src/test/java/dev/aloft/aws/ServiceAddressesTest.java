package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.fake.aws.AwsCloud;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Addresses that the vendor's own settings name for one service hold where Aloft names none. */
class ServiceAddressesTest {
  private static final String CONTROL = "aws.endpointUrlSageMaker";
  private static final String STORE = "aws.endpointUrlS3";
  private static final String RUNTIME = "aws.endpointUrlSageMakerRuntime";
  private static final String ALL = "aws.endpointUrl";

  private final AwsCloud control = AwsCloud.builder().start();
  private final AwsCloud store = AwsCloud.builder().start();

  @AfterEach
  void close() {
    System.clearProperty(RUNTIME);
    System.clearProperty(ALL);
    System.clearProperty(CONTROL);
    System.clearProperty(STORE);
    control.close();
    store.close();
  }

  @Test
  void eachServiceIsAskedAtItsOwnAddress() {
    System.setProperty(CONTROL, control.url());
    System.setProperty(STORE, store.url());
    try (DirectContext context = new DirectContext(Map.of("region", control.region()))) {
      AwsClients clients = AwsClients.of(context);

      clients.control().listModels(all -> {});
      clients.s3().listBuckets();

      assertThat(control.exchanges().count("ListModels")).isEqualTo(1);
      assertThat(control.exchanges().count()).isEqualTo(1);
      assertThat(store.exchanges().count()).isEqualTo(1);
    }
  }

  @Test
  void anEndpointSaysTheAddressThatItsCallsGoTo() {
    assertThat(url(Map.of("region", "eu-central-1")))
        .isEqualTo(
            "https://runtime.sagemaker.eu-central-1.amazonaws.com/endpoints/flats/invocations");
    System.setProperty(ALL, control.url());
    assertThat(url(Map.of("region", control.region())))
        .isEqualTo(control.url() + "/endpoints/flats/invocations");
    System.setProperty(RUNTIME, store.url());
    assertThat(url(Map.of("region", control.region())))
        .isEqualTo(store.url() + "/endpoints/flats/invocations");
    assertThat(url(Map.of("region", control.region(), "endpoint", "http://gateway:8080/")))
        .isEqualTo("http://gateway:8080/endpoints/flats/invocations");
  }

  private static String url(Map<String, String> settings) {
    try (DirectContext context = new DirectContext(settings)) {
      AwsClients clients = AwsClients.of(context);
      return new SageMakerInvoker("flats", clients.config(), clients, context).url();
    }
  }
}
