package dev.aloft.fake.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.gax.rpc.PermissionDeniedException;
import com.google.cloud.aiplatform.v1.JobServiceClient;
import com.google.cloud.aiplatform.v1.LocationName;
import dev.aloft.fake.Exchanges;
import dev.aloft.fake.FakeClock;
import dev.aloft.fake.Faults;
import java.net.URI;
import org.junit.jupiter.api.Test;

@FakeGcp(location = "europe-west4")
class FakeGcpTest {

  @Test
  void givesACloudItsPartsAndClients(
      GcpCloud cloud,
      FakeClock clock,
      Faults faults,
      Exchanges exchanges,
      Incidents incidents,
      JobServiceClient jobs)
      throws Exception {
    LocationName parent = LocationName.of(cloud.project(), cloud.location());
    assertThat(clock).isSameAs(cloud.clock());
    assertThat(incidents).isSameAs(cloud.incidents());
    assertThat(cloud.location()).isEqualTo("europe-west4");
    assertThat(jobs.listCustomJobs(parent).iterateAll()).isEmpty();
    faults.on("ListCustomJobs").fail(403, "PERMISSION_DENIED", "not you");
    assertThatThrownBy(() -> jobs.listCustomJobs(parent))
        .isInstanceOf(PermissionDeniedException.class)
        .hasMessageContaining("not you");
    assertThat(new JsonClient(cloud).send("GET", "/storage/v1/b/aloft-staging", "").body())
        .contains("EUROPE-WEST4");
    assertThat(exchanges.count()).isEqualTo(3);
    assertThat(exchanges.actions())
        .containsOnlyKeys("aiplatform.customJobs.list", "storage.buckets.get");
    assertThat(URI.create(FakeGcp.STAGING).getHost()).isEqualTo("aloft-staging");
  }

  @Test
  void parameterMayHaveACloudOfItsOwnKind(@FakeGcp(project = "other-project") GcpCloud cloud) {
    assertThat(cloud.project()).isEqualTo("other-project");
  }
}
