package dev.aloft.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aloft.data.Data;
import dev.aloft.driver.LogLine;
import dev.aloft.driver.MetricLine;
import dev.aloft.error.AloftException;
import dev.aloft.error.Blame;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.Problem;
import dev.aloft.model.Model;
import dev.aloft.model.ModelManifest;
import dev.aloft.operation.OperationState;
import dev.aloft.training.Metrics;
import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;
import dev.aloft.training.TrainingRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Jobs become runs, runs become models, and failures say why. */
@Needs("training")
public abstract class TrainingConformance extends Conformance {

  /** For a provider's subclass. */
  protected TrainingConformance() {}

  @Test
  void aGoodJobGivesAModelWithItsManifest() {
    TrainingRun run = aloft().trainer().train(fixtures().good());

    Model model = await(run);

    assertThat(model.contentHash()).matches("[0-9a-f]{64}");
    assertThat(model.manifest().files()).isNotEmpty();
    assertThat(model.manifest().signature().isKnown()).isTrue();
    assertThat(model.manifest().trainedBy()).contains(run.id().toString());
    assertThat(run.outputs().model()).contains(model.location());
    assertThat(run.status().state()).isEqualTo(OperationState.SUCCEEDED);
  }

  @Test
  void theModelsFilesArriveWhole() {
    Model model = await(aloft().trainer().train(fixtures().good()));

    Path copy = model.download(directory().resolve("copy"));

    ModelManifest manifest = model.manifest();
    ModelManifest described =
        ModelManifest.describe(
            copy,
            manifest.format(),
            manifest.frameworkVersion(),
            manifest.signature(),
            null,
            manifest.properties());
    assertThat(described.files()).isEqualTo(manifest.files());
    assertThat(described.contentHash()).isEqualTo(model.contentHash());
  }

  @Test
  void theSameJobGivesTheSameModel() {
    Model first = await(aloft().trainer().train(fixtures().good()));
    Model second = await(aloft().trainer().train(fixtures().good()));

    assertThat(second.contentHash()).isEqualTo(first.contentHash());
  }

  @Test
  void everyTrainIsARunOfItsOwnInTheJobsGroup() {
    TrainingRun first = aloft().trainer().train(fixtures().good());
    TrainingRun second = aloft().trainer().train(fixtures().good());
    await(first);
    await(second);

    String group = fixtures().good().name();
    assertThat(first.group()).isEqualTo(group);
    assertThat(first.name()).startsWith(group + "-").isNotEqualTo(second.name());
    assertThat(aloft().trainer().runs(group))
        .extracting(TrainingRun::name)
        .contains(first.name(), second.name());
    assertThat(aloft().trainer().runs()).extracting(TrainingRun::name).contains(first.name());
    assertThat(aloft().trainer().runs("nobody")).isEmpty();
  }

  @Test
  void theSameKeyAndJobAreTheExistingRun() {
    TrainingJob job = fixtures().good().toBuilder().key("today").build();

    TrainingRun first = aloft().trainer().train(job);
    TrainingRun again = aloft().trainer().train(job);
    TrainingRun elsewhere = another().aloft().trainer().train(job);

    assertThat(again.id()).isEqualTo(first.id());
    assertThat(elsewhere.id()).isEqualTo(first.id());
    assertThat(await(elsewhere).contentHash()).isEqualTo(await(first).contentHash());
    assertThat(aloft().trainer().train(job).id()).isEqualTo(first.id());
    assertThat(aloft().trainer().runs(job.name())).hasSize(1);
  }

  @Test
  void anotherJobUnderTheKeyIsRefusedAndNamesWhatDiffers() {
    await(aloft().trainer().train(fixtures().good().toBuilder().key("today").build()));
    TrainingJob changed = fixtures().other().toBuilder().key("today").build();

    AloftException error =
        failure(ErrorCode.ALREADY_EXISTS, () -> another().aloft().trainer().train(changed));

    assertThat(error.getMessage()).contains("today").contains("num_round");
    assertThat(aloft().trainer().runs(changed.name())).hasSize(1);
  }

  @Test
  void failingCodeSaysWhyAndWhoseFaultItIs() {
    TrainingRun run = aloft().trainer().train(fixtures().failing());

    AloftException error = failure(ErrorCode.USER_CODE_FAILED, () -> await(run));

    assertThat(error.blame()).isEqualTo(Blame.USER_CODE);
    assertThat(error.isOutcome()).isTrue();
    assertThat(error.isRetryable()).isFalse();
    assertThat(error.summary()).isNotBlank();
    assertThat(error.logTail()).as("the last log lines").isNotEmpty();
    assertThat(error.resource().orElse("")).contains(run.name());
    assertThat(run.status().state()).isEqualTo(OperationState.FAILED);
    assertThat(run.outputs().uris()).doesNotContainValue("");
  }

  @Test
  void theLogIsWholeAndComesInOrder() {
    TrainingRun run = aloft().trainer().train(fixtures().good());
    StringBuilder printed = new StringBuilder();
    run.awaitWithLogs(printed);

    List<String> first = run.logs().map(LogLine::text).toList();
    List<String> second =
        another().aloft().trainer().run(run.name()).logs().map(LogLine::text).toList();

    assertThat(first).isNotEmpty().isEqualTo(second);
    Set<String> metrics = run.metrics().names();
    assertThat(printed.toString().lines())
        .filteredOn(line -> !line.startsWith(run.name()))
        .filteredOn(line -> metrics.stream().noneMatch(name -> line.startsWith(name + " = ")))
        .isEqualTo(first.stream().filter(l -> MetricLine.readMarked(l).isEmpty()).toList());
  }

  @Test
  @Needs("training.live-logs")
  void theLogCanBeReadWhileTheRunGoesOn() {
    TrainingRun run = aloft().trainer().train(fixtures().slow());
    try {
      lookUntil(run, status -> run.logs().findAny().isPresent());
      assertThat(run.refresh().state().isTerminal()).isFalse();
    } finally {
      end(run);
    }
  }

  @Test
  void metricsAreReadBack() {
    TrainingRun run = aloft().trainer().train(fixtures().good());
    await(run);

    Metrics metrics = run.metrics();

    assertThat(metrics.names()).isNotEmpty();
    String name = metrics.names().iterator().next();
    assertThat(metrics.last(name)).isPresent();
    assertThat(metrics.series(name)).isNotEmpty();
    assertThat(another().aloft().trainer().run(run.name()).metrics()).isEqualTo(metrics);
  }

  @Test
  void theProviderEndsWhatRunsTooLong() {
    TrainingJob job = fixtures().slow().toBuilder().maxRuntime(Duration.ofSeconds(2)).build();
    TrainingRun run = aloft().trainer().train(job);

    AloftException error = failure(ErrorCode.TIMED_OUT, () -> await(run));

    assertThat(error.isOutcome()).isTrue();
    assertThat(run.outputs().uris()).doesNotContainValue("");
    proveNothingBills();
  }

  @Test
  void aMissingFileIsRefusedBeforeAnythingIsCreated() {
    TrainingJob job =
        fixtures().good().toBuilder()
            .input("train", Data.csv(directory().resolve("not-there.csv")).label("wide"))
            .build();

    AloftException error = failure(ErrorCode.INVALID_REQUEST, () -> aloft().trainer().train(job));

    assertThat(error.getMessage()).contains("not-there.csv").contains("train");
    assertThat(aloft().trainer().runs()).isEmpty();
  }

  @Test
  void everyFaultOfAJobIsToldAtOnce() {
    AloftException error =
        failure(
            ErrorCode.INVALID_REQUEST,
            () ->
                TrainingJob.builder("Not A Name", fixtures().good().workload())
                    .nodes(0)
                    .maxRuntime(Duration.ZERO)
                    .build());

    assertThat(error.problems()).hasSizeGreaterThanOrEqualTo(3);
    assertThat(error.problems())
        .allSatisfy(problem -> assertThat(problem.fix()).isNotBlank())
        .extracting(Problem::field)
        .contains("name", "nodes", "maxRuntime");
  }

  @Test
  @Needs("training.script")
  void aScriptGetsItsParametersAndLeavesAModel() {
    TrainingJob job = scriptJob(fixtures().script().orElseThrow());
    TrainingRun run = aloft().trainer().train(job);

    Model model = await(run);

    assertThat(model.manifest().files()).isNotEmpty();
    List<String> log = run.logs().map(LogLine::text).toList();
    assertThat(log)
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("hyperparameters")
                    .contains("\"rounds\": 3")
                    .contains("\"rate\": 0.25")
                    .contains("\"flag\": true")
                    .contains("it's \\\"quoted\\\" $HOME"));
    assertThat(log).contains("input True");
    assertThat(run.metrics().last("auc")).hasValueCloseTo(0.9, within(1e-9));
  }

  @Test
  @Needs("training.script")
  void aFailingScriptLeavesItsExitCodeAndLastWords() {
    TrainingRun run = aloft().trainer().train(scriptJob(fixtures().failingScript().orElseThrow()));

    AloftException error = failure(ErrorCode.USER_CODE_FAILED, () -> await(run));

    assertThat(error.exitCode()).contains(3);
    assertThat(error.getMessage()).contains("shoe_size");
    assertThat(error.logTail()).contains("about to fail");
  }

  @Test
  @Needs("training.script")
  void aScriptThatLeavesNoModelHasFailedWhoeverAsks() {
    TrainingRun run = aloft().trainer().train(scriptJob(fixtures().emptyScript().orElseThrow()));

    AloftException error = failure(ErrorCode.USER_CODE_FAILED, () -> await(run));

    assertThat(error.blame()).isEqualTo(Blame.USER_CODE);
    assertThat(error.summary()).contains("ALOFT_MODEL_DIR");
    assertThat(error.logTail()).contains("forgot to save");
    assertThat(run.status().state()).isEqualTo(OperationState.FAILED);
    assertThat(aloft().trainer().runs(run.group()))
        .extracting(listed -> listed.status().state())
        .containsExactly(OperationState.FAILED);
    TrainingRun elsewhere = another().aloft().trainer().run(run.name());
    assertThat(elsewhere.refresh().state()).isEqualTo(OperationState.FAILED);
    assertThat(failure(ErrorCode.USER_CODE_FAILED, () -> await(elsewhere)).summary())
        .isEqualTo(error.summary());
  }

  private TrainingJob scriptJob(Script script) {
    TrainingJob.Builder job =
        TrainingJob.builder("kit-script", script)
            .hyperparameter("rounds", 3)
            .hyperparameter("rate", 0.25)
            .hyperparameter("flag", true)
            .hyperparameter("text", "it's \"quoted\" $HOME");
    fixtures().good().inputs().forEach(job::input);
    return job.build();
  }

  @Test
  @Needs("training.nodes")
  void aJobRunsOnTwoMachines() {
    await(aloft().trainer().train(fixtures().good().toBuilder().nodes(2).build()));
  }

  @Test
  @Needs("training.spot")
  void aJobRunsOnInterruptibleMachines() {
    Duration hour = Duration.ofHours(1);

    await(
        aloft().trainer().train(fixtures().good().toBuilder().maxRuntime(hour).spot(hour).build()));
  }
}
