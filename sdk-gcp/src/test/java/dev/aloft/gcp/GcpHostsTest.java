package dev.aloft.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GcpHostsTest {
  @Test
  void regionsMultiRegionsAndTheGlobalPlaceHaveHostsOfTheirOwn() {
    assertThat(GcpHosts.vertex("europe-west4")).isEqualTo("europe-west4-aiplatform.googleapis.com");
    assertThat(GcpHosts.vertex("eu")).isEqualTo("aiplatform.eu.rep.googleapis.com");
    assertThat(GcpHosts.vertex("us")).isEqualTo("aiplatform.us.rep.googleapis.com");
    assertThat(GcpHosts.vertex("global")).isEqualTo("aiplatform.googleapis.com");
  }
}
