package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.driver.Page;
import dev.aloft.driver.RunRef;
import dev.aloft.driver.RunStatus;
import dev.aloft.driver.Sweep;
import dev.aloft.driver.Watched;
import dev.aloft.fake.FakeClock;
import dev.aloft.fake.aws.AwsCloud;
import dev.aloft.fake.work.InstantWork;
import dev.aloft.operation.OperationState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;

/** Listings against the fake, whose pages are cut before they are filtered. */
class TrainingListingTest {
  private static final String IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/ours:7";
  private static final String SUFFIX = "abcdefg";

  private AwsCloud cloud;
  private DirectContext context;
  private AwsClients clients;
  private TrainingListing listing;

  @BeforeEach
  void start() {
    cloud = AwsCloud.builder().clock(FakeClock.driven()).quotas(1_000).unlimitedRates().start();
    cloud.images().training(IMAGE::equals, InstantWork.endlessTraining());
    cloud.createBucket("team");
    context =
        new DirectContext(
            Map.of("region", "us-east-1", "endpoint", cloud.url(), "staging", "s3://team/x"));
    clients = AwsClients.of(context);
    listing = new TrainingListing(context, clients);
  }

  @AfterEach
  void end() {
    context.close();
    cloud.close();
  }

  @Test
  void sweepStopsWhenAllWatchedWereSeen() {
    create("old-" + SUFFIX + "0");
    for (int i = 0; i < 120; i++) {
      create("kit-" + SUFFIX + i % 10 + "x" + i);
    }
    create("kit-" + SUFFIX + "y");

    Sweep sweep = listing.sweep(watch("kit-" + SUFFIX + "y"));

    assertThat(sweep.seen()).singleElement().extracting(RunStatus::state).isEqualTo(QUEUED);
    assertThat(sweep.cursor()).isNull();
    assertThat(cloud.exchanges().count("ListTrainingJobs")).isEqualTo(1);
  }

  private static final OperationState QUEUED = OperationState.QUEUED;

  @Test
  void sweepGoesOnPageByPageAtOneASecond() {
    create("kit-" + SUFFIX + "z");
    for (int i = 0; i < 120; i++) {
      create("kit-" + SUFFIX + i % 10 + "x" + i);
    }
    Watched first = watch("kit-" + SUFFIX + "z", "kit-" + SUFFIX + "9x119");

    Sweep page = listing.sweep(first);
    Sweep next = listing.sweep(new Watched(first.runs(), first.oldest(), page.cursor()));

    assertThat(page.seen()).hasSize(1);
    assertThat(page.pause()).isEqualTo(Duration.ofSeconds(1));
    assertThat(next.seen()).hasSize(1);
    assertThat(next.cursor()).isNull();
  }

  @Test
  void runThatIsGoneEndsTheRoundUnseen() {
    create("kit-" + SUFFIX + "1");

    Sweep sweep = listing.sweep(watch("kit-" + SUFFIX + "1", "kit-" + SUFFIX + "2"));

    assertThat(sweep.seen()).hasSize(1);
    assertThat(sweep.cursor()).isNull();
  }

  @Test
  void groupIsItsOwnRunsOnlyAndStrangersAreNone() {
    create("kit-" + SUFFIX + "1");
    create("my-kit-" + SUFFIX + "2");
    create("kit-two-" + SUFFIX + "3");
    create("Somebody-Elses-Job");

    assertThat(names("kit")).containsExactly("kit-" + SUFFIX + "1");
    assertThat(names(null))
        .containsExactlyInAnyOrder(
            "kit-" + SUFFIX + "1", "my-kit-" + SUFFIX + "2", "kit-two-" + SUFFIX + "3");
  }

  @ParameterizedTest
  @CsvSource({
    "kit-abc, kit-abd, kit-ab",
    "kit-abc, kit-abc, kit-abc",
    "one, two, ''",
  })
  void listingIsNarrowedByTheCommonStart(String one, String other, String start) {
    assertThat(TrainingListing.commonStart(Set.of(one))).isEqualTo(one);
    assertThat(TrainingListing.commonStart(new java.util.TreeSet<>(List.of(one, other))))
        .isEqualTo(start);
  }

  private List<String> names(String group) {
    List<String> names = new ArrayList<>();
    String cursor = null;
    do {
      Page<RunStatus> page = listing.page(group, cursor);
      page.items().forEach(status -> names.add(status.run().runName()));
      cursor = page.cursor();
    } while (cursor != null);
    return names;
  }

  private static Watched watch(String... names) {
    List<RunRef> runs = new ArrayList<>();
    for (String name : names) {
      runs.add(new RunRef(name, name));
    }
    return new Watched(runs, Instant.parse("2025-12-31T00:00:00Z"), null);
  }

  private void create(String name) {
    SageMakerClient client = clients.control();
    client.createTrainingJob(
        job ->
            job.trainingJobName(name)
                .roleArn("arn:aws:iam::123456789012:role/trainer")
                .algorithmSpecification(of -> of.trainingImage(IMAGE).trainingInputMode("File"))
                .outputDataConfig(output -> output.s3OutputPath("s3://team/x"))
                .resourceConfig(
                    machines ->
                        machines.instanceType("ml.m5.large").instanceCount(1).volumeSizeInGB(10))
                .stoppingCondition(limit -> limit.maxRuntimeInSeconds(60)));
    cloud.clock().advance(Duration.ofMillis(10));
  }
}
