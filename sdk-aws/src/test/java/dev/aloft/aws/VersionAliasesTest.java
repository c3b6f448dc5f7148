package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.Aloft;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.testkit.Fixtures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageContainerDefinition;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageSummary;

/** Names that move from version to version, and what the service shows of that. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class VersionAliasesTest {
  private static final String MODEL = "churn";
  private static final String PENDING = "PendingManualApproval";

  private AwsHarness place;
  private Aloft aloft;
  private SageMakerClient bare;

  @BeforeEach
  void registerThree(@TempDir Path directory) {
    place = new AwsHarness(directory);
    aloft = place.client().open();
    bare = aloft.unwrap(SageMakerClient.class).orElseThrow();
    Fixtures models = place.fixtures();
    for (Path model :
        List.of(
            models.model().directory(), models.otherModel().directory(), models.brokenModel())) {
      aloft.models().upload(model, MODEL);
    }
  }

  @AfterEach
  void close() {
    aloft.close();
    place.close();
  }

  private String pointedAt(String alias) {
    return aloft.models().get(MODEL, alias).version().orElseThrow();
  }

  /** The service's word for each version. */
  private Map<Integer, String> statuses() {
    Map<Integer, String> statuses = new TreeMap<>();
    for (ModelPackageSummary version :
        bare.listModelPackages(list -> list.modelPackageGroupName(MODEL))
            .modelPackageSummaryList()) {
      statuses.put(version.modelPackageVersion(), version.modelApprovalStatusAsString());
    }
    return statuses;
  }

  private void says(int version, String status) {
    ModelPackageSummary found =
        bare
            .listModelPackages(list -> list.modelPackageGroupName(MODEL))
            .modelPackageSummaryList()
            .stream()
            .filter(one -> one.modelPackageVersion() == version)
            .findFirst()
            .orElseThrow();
    bare.updateModelPackage(
        change -> change.modelPackageArn(found.modelPackageArn()).modelApprovalStatus(status));
  }

  private static AloftException failure(ThrowingCallable action) {
    return catchThrowableOfType(AloftException.class, action);
  }

  @Test
  void aConflictIsWaitedOut() {
    String text = "There was a conflict when you attempted to modify a SageMaker entity.";
    for (String operation : List.of("CreateModelPackage", "UpdateModelPackage")) {
      place.cloud().faults().on(operation).times(2).fail(400, "ConflictException", text);
    }

    aloft.models().upload(place.fixtures().model().directory(), "again");
    aloft.models().alias(MODEL, "live", "2");
    aloft.models().alias(MODEL, "approved", "2");

    assertThat(aloft.models().get("again").version()).contains("1");
    assertThat(pointedAt("live")).isEqualTo("2");
    assertThat(pointedAt("approved")).isEqualTo("2");
  }

  @Test
  void approvedMovesBackToAnOlderVersion() {
    aloft.models().alias(MODEL, "approved", "3");

    aloft.models().alias(MODEL, "approved", "1");

    assertThat(pointedAt("approved")).isEqualTo("1");
    assertThat(statuses()).isEqualTo(Map.of(1, "Approved", 2, PENDING, 3, PENDING));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void twoMoversAtOnceEndInOneOfTheirVersions(int before) throws Exception {
    for (int turn = 0; turn < 10; turn++) {
      for (int version = 1; version <= 3; version++) {
        says(version, version == before ? "Approved" : PENDING);
      }

      moveInStep(before > 0, "1", "2");

      assertThat(pointedAt("approved")).isIn("1", "2");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"approved", "champion"})
  void aNameThatIsMovedToAndFroEndsAtOneVersion(String alias) {
    aloft.models().alias(MODEL, alias, "2");
    try (DirectContext context = context()) {
      context.before(
          "UpdateModelPackage",
          () ->
              context.before("UpdateModelPackage", () -> aloft.models().alias(MODEL, alias, "2")));

      registry(context).alias(MODEL, alias, "1");
    }

    assertThat(pointedAt(alias)).isEqualTo("1");
  }

  /** Each mover sends its next request when the others have theirs, so that all meet. */
  private void moveInStep(boolean begun, String... versions) throws Exception {
    List<Map<Integer, String>> between = new CopyOnWriteArrayList<>();
    Phaser steps =
        new Phaser(versions.length) {
          @Override
          protected boolean onAdvance(int phase, int parties) {
            between.add(statuses());
            return super.onAdvance(phase, parties);
          }
        };
    List<CompletableFuture<Void>> movers = new ArrayList<>();
    for (String version : versions) {
      movers.add(CompletableFuture.runAsync(() -> moveInStep(version, steps)));
    }
    CompletableFuture.allOf(movers.toArray(CompletableFuture[]::new)).get();
    if (begun) {
      assertThat(between).isNotEmpty().allMatch(statuses -> statuses.containsValue("Approved"));
    }
  }

  private void moveInStep(String version, Phaser steps) {
    try (DirectContext context = context()) {
      for (String operation :
          List.of("ListModelPackages", "DescribeModelPackage", "UpdateModelPackage")) {
        inStep(context, operation, steps);
      }
      registry(context).alias(MODEL, "approved", version);
    } finally {
      steps.arriveAndDeregister();
    }
  }

  private DirectContext context() {
    return new DirectContext(
        Map.of(
            "region",
            place.cloud().region(),
            "endpoint",
            place.cloud().url(),
            "staging",
            "s3://kit-staging/kit"));
  }

  private static SageMakerRegistry registry(DirectContext context) {
    AwsClients clients = AwsClients.of(context);
    return new SageMakerRegistry(context, clients, S3Store.staging(context, clients));
  }

  private static void inStep(DirectContext context, String operation, Phaser steps) {
    context.before(
        operation,
        () -> {
          inStep(context, operation, steps);
          steps.arriveAndAwaitAdvance();
        });
  }

  @Test
  void deletingWhatAnEndpointServesIsTold() {
    aloft.models().get(MODEL, "1").deploy("live");

    assertThat(WrittenLog.of(() -> aloft.models().delete(MODEL, "2")))
        .doesNotContain("is deleted while");
    assertThat(WrittenLog.of(() -> aloft.models().delete(MODEL, "1")))
        .contains("churn/1 is deleted while the endpoints [live] serve it");
  }

  @Test
  void approvalInTheConsoleIsSeenAndMovedAway() {
    says(2, "Approved");
    assertThat(pointedAt("approved")).isEqualTo("2");

    aloft.models().alias(MODEL, "approved", "3");

    assertThat(statuses()).isEqualTo(Map.of(1, PENDING, 2, PENDING, 3, "Approved"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void stageThatStoppedMovingPointsAtTheOldVersionAndTheSameMoveFinishes(int write) {
    says(2, "Approved");
    says(3, "Approved");
    stopAtWrite(write);

    AloftException stopped = failure(() -> aloft.models().alias(MODEL, "approved", "1"));

    assertThat(stopped.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(pointedAt("approved")).isEqualTo("3");
    place.cloud().faults().clear();
    aloft.models().alias(MODEL, "approved", "1");
    assertThat(pointedAt("approved")).isEqualTo("1");
    assertThat(statuses()).isEqualTo(Map.of(1, "Approved", 2, PENDING, 3, PENDING));
  }

  private void stopAtWrite(int number) {
    place
        .cloud()
        .faults()
        .on("UpdateModelPackage")
        .nth(number)
        .fail(400, "AccessDeniedException", "not allowed just now");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aliasThatStoppedMovingPointsAtOneVersionAndTheSameMoveFinishes(int write) {
    aloft.models().alias(MODEL, "champion", "3");
    stopAtWrite(write);

    AloftException stopped = failure(() -> aloft.models().alias(MODEL, "champion", "1"));

    assertThat(stopped.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(pointedAt("champion")).isEqualTo(write == 1 ? "3" : "1");
    place.cloud().faults().clear();
    aloft.models().alias(MODEL, "champion", "1");
    assertThat(pointedAt("champion")).isEqualTo("1");
    aloft.models().delete(MODEL, "1");
    assertThat(failure(() -> pointedAt("champion")).code()).isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  void removalThatStoppedIsFinishedByTheSameVerb() {
    says(1, "Approved");
    says(2, "Approved");
    stopAtWrite(2);

    failure(() -> aloft.models().unalias(MODEL, "approved"));
    assertThat(pointedAt("approved")).isEqualTo("2");
    place.cloud().faults().clear();
    aloft.models().unalias(MODEL, "approved");

    assertThat(statuses()).isEqualTo(Map.of(1, PENDING, 2, PENDING, 3, PENDING));
    assertThat(failure(() -> pointedAt("approved")).code()).isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  void verdictOnOneVersionChangesNoOther() {
    aloft.models().alias(MODEL, "rejected", "1");
    aloft.models().alias(MODEL, "rejected", "2");

    aloft.models().alias(MODEL, "approved", "3");

    assertThat(statuses()).isEqualTo(Map.of(1, "Rejected", 2, "Rejected", 3, "Approved"));
    assertThat(pointedAt("rejected")).isEqualTo("2");
  }

  @Test
  void versionOfAnotherProgramIsNeitherPointedAtNorChanged() {
    bare.createModelPackage(
        version ->
            version
                .modelPackageGroupName(MODEL)
                .modelApprovalStatus("Approved")
                .inferenceSpecification(
                    inference ->
                        inference
                            .containers(
                                ModelPackageContainerDefinition.builder()
                                    .image("123456789012.dkr/theirs:1")
                                    .build())
                            .supportedContentTypes("text/csv")
                            .supportedResponseMIMETypes("text/csv")));

    aloft.models().alias(MODEL, "approved", "2");
    aloft.models().alias(MODEL, "approved", "1");

    assertThat(pointedAt("approved")).isEqualTo("1");
    assertThat(statuses()).containsEntry(4, "Approved").containsEntry(2, PENDING);
    assertThat(failure(() -> aloft.models().alias(MODEL, "approved", "4")).code())
        .isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  void pendingIsNotTakenAwayButReplaced() {
    long before = place.cloud().exchanges().count();

    AloftException error = failure(() -> aloft.models().unalias(MODEL, "pending"));

    assertThat(error.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(error.effect()).isEqualTo(Effect.NONE);
    assertThat(error.summary()).contains("approved or rejected");
    assertThat(place.cloud().exchanges().count()).isEqualTo(before);
  }

  @Test
  void moveToWhereItIsWritesNothing() {
    aloft.models().alias(MODEL, "approved", "2");
    long before = place.cloud().exchanges().count("UpdateModelPackage");

    aloft.models().alias(MODEL, "approved", "2");

    assertThat(place.cloud().exchanges().count("UpdateModelPackage")).isEqualTo(before);
  }
}
