package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.Aloft;
import dev.aloft.driver.ObjectStore;
import dev.aloft.fake.Exchange;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.Tag;

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
  void whatIsForeignIsAskedForItsTagsOnceItIsOldByBothClocks(@TempDir Path directory) {
    try (AwsHarness place = new AwsHarness(directory);
        Aloft aloft = place.client().open();
        DirectContext context =
            new DirectContext(
                Map.of(
                    "region",
                    place.cloud().region(),
                    "endpoint",
                    place.cloud().url(),
                    "staging",
                    "s3://kit-staging/kit"),
                new Ahead())) {
      SageMakerClient theirs = aloft.unwrap(SageMakerClient.class).orElseThrow();
      String arn =
          theirs
              .createModelPackageGroup(
                  group ->
                      group
                          .modelPackageGroupName("theirs")
                          .tags(Tag.builder().key("team").value("other").build()))
              .modelPackageGroupArn();
      AwsClients clients = AwsClients.of(context);
      ObjectStore staging = S3Store.staging(context, clients);
      ResourceTags tags =
          new ResourceTags(
              context.timing(), staging, new AwsSender(context, clients.config()), clients);
      Instant created = staging.time();

      assertThat(tags.of(arn, created)).as("foreign, whatever its tags").isEmpty();
      assertThat(tags.of(arn, created)).isEmpty();
      assertThat(context.count("ListTags")).isEqualTo(2);

      assertThat(tags.of(arn, created.minus(Duration.ofHours(2)))).isEmpty();
      assertThat(tags.of(arn, created.minus(Duration.ofHours(2)))).isEmpty();
      assertThat(context.count("ListTags")).isEqualTo(3);
    }
  }

  /** A clock that is two hours ahead. */
  private static final class Ahead extends DirectContext.SystemTime {
    @Override
    public Instant now() {
      return super.now().plus(Duration.ofHours(2));
    }
  }
}
