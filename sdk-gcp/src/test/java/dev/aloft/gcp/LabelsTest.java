package dev.aloft.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LabelsTest {
  @Test
  void whatTheRulesAllowStaysAsItIs() {
    assertThat(Labels.value("team-7_a")).isEqualTo("team-7_a");
    assertThat(Labels.value("")).isEmpty();
    assertThat(Labels.key("cost-centre")).isEqualTo("cost-centre");
  }

  @Test
  void whatTheyForbidEndsInAHashAndStaysApart() {
    assertThat(Labels.value("Zoë & Co")).matches("[a-z0-9_-]{1,63}").startsWith("zo");
    assertThat(Labels.value("A")).isNotEqualTo(Labels.value("a"));
    assertThat(Labels.value("a.b")).isNotEqualTo(Labels.value("a_b"));
    assertThat(Labels.value("x".repeat(64))).hasSizeLessThanOrEqualTo(63);
    assertThat(Labels.key("7up")).matches("[a-z][a-z0-9_-]{0,62}");
  }
}
