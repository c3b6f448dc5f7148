package dev.aloft.fake.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.fake.Exchanges;
import dev.aloft.fake.FakeClock;
import dev.aloft.fake.Faults;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;

@FakeAws(region = "eu-central-1")
class FakeAwsTest {

  @Test
  void givesACloudItsPartsAndClients(
      AwsCloud cloud,
      FakeClock clock,
      Faults faults,
      Exchanges exchanges,
      S3Client s3,
      StsClient sts) {
    assertThat(clock).isSameAs(cloud.clock());
    assertThat(cloud.region()).isEqualTo("eu-central-1");
    assertThat(s3.listBuckets().buckets())
        .singleElement()
        .satisfies(bucket -> assertThat(bucket.name()).isEqualTo("aloft-staging"));
    faults.on("GetCallerIdentity").fail(403, "AccessDenied", "not you");
    assertThatThrownBy(sts::getCallerIdentity)
        .isInstanceOf(AwsServiceException.class)
        .hasMessageContaining("not you");
    assertThat(exchanges.count()).isEqualTo(2);
  }

  @Test
  void parameterMayHaveACloudOfItsOwnKind(@FakeAws(account = "000000000001") AwsCloud cloud) {
    assertThat(cloud.account()).isEqualTo("000000000001");
  }
}
