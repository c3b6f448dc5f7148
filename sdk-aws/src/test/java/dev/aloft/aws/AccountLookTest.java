package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.Aloft;
import dev.aloft.fake.Exchange;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;

/** Who looks through a whole account leaves the others of it their share of its requests. */
class AccountLookTest {
  private static final int GROUPS = 40;
  private static final int MOST_IN_TWO_SECONDS = 16;

  @Test
  void aLookForOrphansKeepsToARate(@TempDir Path directory) {
    try (AwsHarness place = new AwsHarness(directory);
        Aloft aloft = place.client().open()) {
      SageMakerClient theirs = aloft.unwrap(SageMakerClient.class).orElseThrow();
      for (int i = 0; i < GROUPS; i++) {
        String name = "theirs-" + i;
        theirs.createModelPackageGroup(group -> group.modelPackageGroupName(name));
      }
      place.cloud().exchanges().clear();

      assertThat(aloft.orphans().parts()).isEmpty();

      List<Instant> asked =
          place.cloud().exchanges().of("ListModelPackages").stream().map(Exchange::at).toList();
      assertThat(asked).hasSize(GROUPS);
      for (int i = MOST_IN_TWO_SECONDS; i < asked.size(); i++) {
        assertThat(Duration.between(asked.get(i - MOST_IN_TWO_SECONDS), asked.get(i)))
            .isGreaterThan(Duration.ofSeconds(2));
      }
    }
  }

  @Test
  void whatIsForeignIsAskedForItsTagsOnce(@TempDir Path directory) {
    try (AwsHarness place = new AwsHarness(directory);
        Aloft aloft = place.client().open()) {
      SageMakerClient theirs = aloft.unwrap(SageMakerClient.class).orElseThrow();
      theirs.createModelPackageGroup(group -> group.modelPackageGroupName("theirs"));
      aloft.orphans();
      assertThat(tagsAsked(place)).as("its tags may not be told yet").isEqualTo(1);
      place.pass(Duration.ofHours(2));

      aloft.orphans();
      aloft.orphans();
      aloft.orphans();

      assertThat(tagsAsked(place)).isEqualTo(2);
    }
  }

  private static long tagsAsked(AwsHarness place) {
    return place.cloud().exchanges().count("ListTags");
  }
}
