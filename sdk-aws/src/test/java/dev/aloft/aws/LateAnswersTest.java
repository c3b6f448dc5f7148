package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.Aloft;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.fake.aws.AwsCloud;
import dev.aloft.fake.aws.Stage;
import dev.aloft.fake.aws.Timetable;
import dev.aloft.fake.work.InstantWork;
import dev.aloft.model.Model;
import dev.aloft.operation.OperationState;
import dev.aloft.testkit.Thing;
import dev.aloft.training.Container;
import dev.aloft.training.TrainingJob;
import dev.aloft.training.TrainingRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was just made is not shown yet, its tags are not told yet, or a look at it is denied. */
class LateAnswersTest {
  private static final String ENDLESS = "123456789012.dkr.ecr.us-east-1.amazonaws.com/endless:1";
  private static final String IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/ours:1";
  private static final String CREATE = "CreateTrainingJob";
  private static final Duration LATE = Duration.ofSeconds(20);

  private Path directory;
  private AwsHarness place;
  private Aloft aloft;

  @BeforeEach
  void name(@TempDir Path empty) {
    directory = empty;
  }

  @AfterEach
  void close() {
    aloft.close();
    place.close();
  }

  private void open(Stage late) {
    Timetable times = Timetable.usual().with(late, LATE);
    open(cloud -> cloud.timetable(times));
  }

  private void open(UnaryOperator<AwsCloud.Builder> settings) {
    place = new AwsHarness(directory, settings);
    place.cloud().images().training(ENDLESS::equals, InstantWork.endlessTraining());
    place.cloud().images().training(IMAGE::equals, InstantWork.training(Map.of("model/m", "1")));
    aloft = place.client().open();
  }

  private static TrainingJob.Builder endless() {
    return TrainingJob.builder("late", Container.of(ENDLESS));
  }

  private void proveOneBills(String run) {
    place.pass(Duration.ofMinutes(10));
    assertThat(place.things().orElseThrow()).containsExactly(new Thing("training-job", run, true));
  }

  @ParameterizedTest
  @EnumSource(names = {"CONSISTENCY_LAG", "TAGS_LAG"})
  void lostAnswerOfARunThatIsToldLateMakesNoSecond(Stage lag) {
    open(lag);
    place.cloud().faults().on(CREATE).loseAnswer();

    TrainingRun run = aloft.trainer().train(endless().build());

    proveOneBills(run.name());
    run.cancel();
  }

  @ParameterizedTest
  @EnumSource(names = {"CONSISTENCY_LAG", "TAGS_LAG"})
  void sameKeyGivesTheRunThatIsToldLate(Stage lag) {
    open(lag);
    TrainingJob job = endless().key("one").build();

    TrainingRun run = aloft.trainer().train(job);

    try (Aloft other = place.client().open()) {
      assertThat(other.trainer().train(job).name()).isEqualTo(run.name());
    }
    proveOneBills(run.name());
  }

  @Test
  void runWhoseTagsAreToldLateIsStoppedByItsName() {
    open(Stage.TAGS_LAG);
    TrainingRun run = aloft.trainer().train(endless().build());

    try (Aloft other = place.client().open()) {
      other.trainer().run(run.name()).cancel();
    }

    place.pass(Duration.ofHours(1));
    assertThat(place.things().orElseThrow()).isEmpty();
    assertThat(place.cloud().exchanges().count("DescribeTrainingJob"))
        .as("found, described, and asked for its tags alone after that")
        .isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(names = {"CONSISTENCY_LAG", "TAGS_LAG"})
  void runThatThisProcessHasMadeIsStoppedByItsNameBeforeItShows(Stage lag) {
    open(lag);
    TrainingRun run = aloft.trainer().train(endless().build());

    aloft.trainer().run(run.name()).cancel();

    place.pass(Duration.ofHours(1));
    assertThat(place.things().orElseThrow()).isEmpty();
  }

  @Test
  void groupWhoseTagsAreToldLateGoesWithItsOnlyVersion() {
    open(Stage.TAGS_LAG);
    Model model =
        aloft.models().at(place.fixtures().model().directory().toUri().toString()).register("late");

    aloft.models().delete("late", model.version().orElseThrow());

    assertThat(place.things().orElseThrow()).isEmpty();
  }

  @Test
  void runThatMayNotBeLookedAtForAWhileIsWaitedFor() {
    open(cloud -> cloud);
    place.cloud().incidents().denyDescribeFor(Duration.ofMinutes(4));
    place.cloud().faults().on(CREATE).loseAnswer();

    TrainingRun run =
        aloft.trainer().train(TrainingJob.builder("late", Container.of(IMAGE)).build());
    run.await(place.patience());

    assertThat(run.status().state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(place.cloud().exchanges().count(CREATE)).isLessThanOrEqualTo(2);
  }

  @Test
  void acceptedRunThatMayNotBeLookedAtForAWhileIsWaitedFor() {
    open(cloud -> cloud);
    place.cloud().incidents().denyDescribeFor(Duration.ofMinutes(4));

    TrainingRun run =
        aloft.trainer().train(TrainingJob.builder("late", Container.of(IMAGE)).build());

    assertThat(run.refresh().state()).isEqualTo(OperationState.QUEUED);
    run.await(place.patience());
    assertThat(run.status().state()).isEqualTo(OperationState.SUCCEEDED);
  }

  @Test
  void lostAnswerOfARunThatMayNeverBeLookedAtIsToldWithItsName() {
    open(cloud -> cloud);
    place.cloud().incidents().denyDescribeFor(Duration.ofHours(1));
    place.cloud().faults().on(CREATE).loseAnswer();

    AloftException error =
        catchThrowableOfType(AloftException.class, () -> aloft.trainer().train(endless().build()));

    String run = error.resource().orElseThrow();
    proveOneBills(run);
    assertThat(error.effect()).isEqualTo(Effect.UNKNOWN);
    assertThat(error.nextSteps()).anySatisfy(step -> assertThat(step.toString()).contains(run));
    assertThat(error.getSuppressed()).isNotEmpty();
  }
}
