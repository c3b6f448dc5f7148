package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.Capability;
import dev.aloft.Machine;
import dev.aloft.ProviderOption;
import dev.aloft.data.Data;
import dev.aloft.driver.Source;
import dev.aloft.driver.Upload;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.Problem;
import dev.aloft.layer.Lifecycle;
import dev.aloft.operation.OperationId;
import dev.aloft.operation.OperationState;
import dev.aloft.training.Algorithm;
import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;
import dev.aloft.training.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Submitting jobs and finding their runs again. */
class RunsTest {
  private static final ProviderOption<String> THEIRS =
      ProviderOption.of("other", "role", String.class);

  @TempDir Path directory;

  private final TestHost host = new TestHost();
  private final MemoryRuns service = host.service;
  private final Runs runs = new Runs(host);
  private Path csv;

  @BeforeEach
  void writeData() throws IOException {
    Files.writeString(directory.resolve("train.py"), "print('hello')");
    csv = Files.writeString(directory.resolve("train.csv"), "a,b\n1,2\n");
  }

  private TrainingJob.Builder job() {
    return TrainingJob.builder("tumours", Algorithm.xgboost())
        .input("train", Data.csv(csv).label("b"))
        .hyperparameter("num_round", 10);
  }

  private AloftException failure(TrainingJob job) {
    return catchThrowableOfType(AloftException.class, () -> runs.train(job));
  }

  @Test
  void acceptsARunUnderAFreshNameInTheGroup() {
    TrainingRun first = runs.train(job().build());
    TrainingRun second = runs.train(job().build());

    assertThat(first.name()).matches("tumours-[a-z2-7]{8}").isNotEqualTo(second.name());
    assertThat(first.group()).isEqualTo("tumours");
    assertThat(first.toString()).startsWith(first.name() + " QUEUED (accepted) at ");
    assertThat(service.creates).isEqualTo(2);
    assertThat(host.verbs).containsExactly("train tumours", "train tumours");
    assertThat(service.prepared.ownership())
        .containsEntry("aloft-owner", "owner1")
        .containsEntry("aloft-name", second.name())
        .containsEntry("aloft-revision", service.prepared.key().specHash());
    assertThat(service.prepared.key().specHash()).matches("[a-z2-7]{26}");
    assertThat(host.events).extracting(Lifecycle.Event::kind).containsOnly(Lifecycle.Kind.ACCEPTED);
    assertThat(first.await().location()).isEqualTo("mem:" + first.name() + "/model");
  }

  @Test
  void asksForWhatTheJobNeeds() {
    runs.train(
        TrainingJob.builder("all", Script.of(directory, "train.py"))
            .machine(Machine.cpus(4).gpu("L4", 1))
            .nodes(2)
            .spot(Duration.ofHours(30))
            .checkpoints()
            .registerAs("churn")
            .build());
    runs.train(job().build());
    runs.train(job().input("train", Data.csv(csv).label("b").categorical("a")).build());

    assertThat(host.needs.get(2)).contains(Capability.CATEGORIES);
    assertThat(host.needs.get(0))
        .containsExactlyInAnyOrder(
            Capability.TRAINING,
            Capability.TRAINING_SCRIPT,
            Capability.TRAINING_GPU,
            Capability.TRAINING_NODES,
            Capability.SPOT_TRAINING,
            Capability.CHECKPOINTS,
            Capability.REGISTER_AS);
    assertThat(host.needs.get(1))
        .containsExactlyInAnyOrder(Capability.TRAINING, Capability.TRAINING_XGBOOST);
  }

  @Test
  void sendsNothingWhenTheProviderFindsFaults() {
    AloftException error = failure(job().nodes(1000).build());

    assertThat(error.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(error.problems()).extracting(problem -> problem.field()).containsExactly("nodes");
    assertThat(service.creates).isZero();
  }

  @Test
  void refusesRequiredOptionsOfOthersAndIgnoresTheRest() {
    AloftException error = failure(job().requiredOption(THEIRS, "admin").build());

    assertThat(error.code()).isEqualTo(ErrorCode.UNSUPPORTED);
    assertThat(error.summary()).contains("other:role").doesNotContain("admin");
    assertThat(service.creates).isZero();
    runs.train(job().option(THEIRS, "admin").build());
    assertThat(service.creates).isEqualTo(1);
  }

  @Test
  void givesTheSameRunForTheSameKeyInAnyProcess() {
    TrainingRun first = runs.train(job().key("2026-11-25").build());
    TrainingRun again = runs.train(job().key("2026-11-25").build());
    TrainingRun elsewhere = new Runs(host.another()).train(job().key("2026-11-25").build());
    TrainingRun other = runs.train(job().key("2026-11-26").build());

    assertThat(first.name()).matches("tumours-[a-z2-7]{16}");
    assertThat(again.name()).isEqualTo(first.name());
    assertThat(elsewhere.name()).isEqualTo(first.name());
    assertThat(other.name()).isNotEqualTo(first.name());
    assertThat(service.creates).isEqualTo(2);
    assertThat(elsewhere.await().location()).contains(first.name());
  }

  @Test
  void namesTheFieldsThatDifferUnderOneKey() throws IOException {
    runs.train(job().key("k").build());
    Files.writeString(csv, "a,b\n1,3\n");

    AloftException error =
        failure(
            job().key("k").hyperparameter("num_round", 20).maxRuntime(Duration.ofHours(2)).build());

    assertThat(error.code()).isEqualTo(ErrorCode.ALREADY_EXISTS);
    assertThat(error.summary()).contains("[hyperparameters.num_round, inputs.train, maxRuntime]");
    assertThat(service.creates).isEqualTo(1);
  }

  @Test
  void seesTheSameJobWhenOnlyThePathDiffers() throws IOException {
    TrainingRun first = runs.train(job().key("k").build());
    csv = Files.copy(csv, Files.createDirectory(directory.resolve("moved")).resolve("x.csv"));

    assertThat(runs.train(job().key("k").build()).name()).isEqualTo(first.name());
  }

  @Test
  void letsACorrectedJobUseTheKeyOfOneThatWasRefused() {
    failure(job().key("k").nodes(1000).build());

    assertThat(runs.train(job().key("k").build()).name()).startsWith("tumours-");
  }

  @Test
  void namesTheFieldsWhenAnotherProcessWasFasterAfterTheLook() {
    // the other job's run appears only once this one creates
    TestHost other = host.another();
    AtomicBoolean first = new AtomicBoolean(true);
    service.uploads.add(
        Upload.of(
            "code",
            () -> {
              if (first.getAndSet(false)) {
                new Runs(other).train(job().key("k").hyperparameter("eta", 0.5).build());
              }
              return new byte[] {1};
            },
            ".tar"));

    AloftException error = failure(job().key("k").build());

    assertThat(error.code()).isEqualTo(ErrorCode.ALREADY_EXISTS);
    assertThat(error.summary()).contains("[hyperparameters.eta]");
  }

  @Test
  void stagesWhatTheDriverAsksFor() {
    service.uploads.add(Upload.of("input.train", csv, ""));
    service.uploads.add(Upload.of("code", () -> new byte[] {1, 2}, ".tar.gz"));

    runs.train(job().build());

    String train = service.prepared.uploads().get("input.train");
    assertThat(train).matches("mem:aloft/staged/[0-9a-f]{64}/train.csv");
    assertThat(service.prepared.uploads().get("code")).endsWith("/code.tar.gz");
    assertThat(host.store.head(train.substring("mem:".length())).orElseThrow().size()).isEqualTo(8);
  }

  @Test
  void bringsRemoteInputsOfAnotherFamilyNear() {
    MemoryStore bucket = new MemoryStore(host.timing);
    bucket.put("train.csv", Source.of("a,b\n"), true, Map.of());
    host.stores.put("s3://bucket/data", bucket);
    Data there = Data.csv("s3://bucket/data/train.csv").label("b");

    runs.train(job().input("train", there).build());

    Data near = service.prepared.job().inputs().get("train");
    assertThat(near.location()).matches("mem:aloft/staged/[0-9a-f]{64}/train.csv");
    assertThat(near.csvFormat()).isEqualTo(there.csvFormat());

    service.schemes = Set.of("s3");
    runs.train(job().input("train", there).build());
    assertThat(service.prepared.job().inputs().get("train")).isEqualTo(there);
  }

  @Test
  void listsTheNewestWithTheirStates() {
    service.pageSize = 40;
    for (int i = 0; i < 120; i++) {
      service.add("churn-" + i, Duration.ofHours(1), OperationState.SUCCEEDED);
      host.timing.advance(Duration.ofMinutes(1));
    }
    service.add("other-1", Duration.ofHours(1), OperationState.SUCCEEDED);

    var listed = runs.list("churn");

    assertThat(listed).hasSize(100);
    assertThat(listed.get(0).name()).isEqualTo("churn-119");
    assertThat(listed.get(0).status().state()).isEqualTo(OperationState.RUNNING);
    assertThat(listed.get(99).status().state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(runs.list(null)).first().extracting(TrainingRun::name).isEqualTo("other-1");
    assertThat(service.describes).isEmpty();
    assertThat(host.events).isEmpty();
    assertThat(listed.get(99).await().location()).isEqualTo("mem:churn-20/model");
  }

  @Test
  void findsRunsByNameAndIdWithoutCalling() {
    OperationId id = OperationId.run("memory", "account/region", "tumours-a1");

    assertThat(runs.run(id).name()).isEqualTo("tumours-a1");
    assertThat(runs.run("tumours-a1").id()).isEqualTo(id);
    assertThat(runs.run(id).status().seenAt()).isNull();
    assertThat(runs.run(id)).hasToString("tumours-a1 not looked at yet; refresh() looks");
    assertThat(service.finds).isZero();
    for (String wrong : new String[] {"!!", "", "a--b", "-a", "a".repeat(64)}) {
      assertThatThrownBy(() -> runs.run(wrong))
          .isInstanceOfSatisfying(
              AloftException.class,
              e ->
                  assertThat(e.problems()).first().extracting(Problem::field).isEqualTo("runName"));
    }
    for (OperationId wrong :
        new OperationId[] {
          OperationId.run("aws", "account/region", "tumours-a1"),
          OperationId.run("memory", "account/elsewhere", "tumours-a1"),
          OperationId.change("memory", "account/region", "endpoint", "tumours-a1", 1)
        }) {
      assertThatThrownBy(() -> runs.run(wrong))
          .isInstanceOfSatisfying(
              AloftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
    }
  }
}
