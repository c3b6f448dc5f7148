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

  private final AwsCloud control = AwsCloud.builder().start();
  private final AwsCloud store = AwsCloud.builder().start();

  @AfterEach
  void close() {
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
}
