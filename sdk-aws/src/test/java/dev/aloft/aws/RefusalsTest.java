package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.Aloft;
import dev.aloft.Machine;
import dev.aloft.data.Data;
import dev.aloft.data.Row;
import dev.aloft.error.AloftException;
import dev.aloft.error.Blame;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.NextStep;
import dev.aloft.error.Problem;
import dev.aloft.model.Model;
import dev.aloft.serving.DeployOptions;
import dev.aloft.training.Container;
import dev.aloft.training.TrainingJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sagemaker.model.ResourceLimitExceededException;

/** Requests that the service calls wrong are the caller's to change: they are sent once. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RefusalsTest {
  private static final String IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/ours:1";
  private static final String CODE = "ValidationException";

  private AwsHarness place;
  private Aloft aloft;

  @BeforeEach
  void openPlace(@TempDir Path empty) {
    place = new AwsHarness(empty);
    aloft = place.client().open();
  }

  @AfterEach
  void closePlace() {
    aloft.close();
    place.close();
  }

  @ParameterizedTest
  @CsvSource({
    "CreateModel,Could not find model data at s3://team/model.tar.gz.",
    "CreateEndpointConfig,You cannot specify KmsKeyId for instance type ml.g5.xlarge.",
    "CreateEndpoint,Something that nobody has seen"
  })
  void aDeployThatIsCalledWrongEndsAtOnceAndLeavesNothing(String operation, String text) {
    place.cloud().faults().on(operation).always().fail(400, CODE, text);
    Instant before = place.now();

    AloftException error = refused(() -> model().deploy("churn"), text);

    assertThat(place.cloud().exchanges().count(operation)).isEqualTo(1);
    assertThat(Duration.between(before, place.now())).isLessThan(Duration.ofMinutes(1));
    assertThat(place.things().orElseThrow()).isEmpty();
    assertThat(error.retryAfter()).isEmpty();
  }

  @Test
  void aJobWhoseDataIsMissingIsRefusedAtOnce() {
    TrainingJob.Builder job = job().input("train", Data.of("s3://kit-staging/nothing/"));

    refused(() -> aloft.trainer().train(job.build()), "No S3 objects found under S3 URL");

    assertThat(place.cloud().exchanges().count("CreateTrainingJob")).isEqualTo(1);
  }

  @Test
  void aJobThatIsCalledWrongInNewWordsIsSentOnce() {
    place.cloud().faults().on("CreateTrainingJob").always().fail(400, CODE, "Something new");

    refused(() -> aloft.trainer().train(job().build()), "Something new");

    assertThat(place.cloud().exchanges().count("CreateTrainingJob")).isEqualTo(1);
  }

  @Test
  void aJobThatIsRefusedHasDoneNothing() {
    String image = IMAGE.replace("us-east-1", "eu-west-1");
    TrainingJob job = TrainingJob.builder("foreign", Container.of(image)).build();

    AloftException error = refused(() -> aloft.trainer().train(job), "Cross-region image access");

    assertThat(error.effect()).isEqualTo(Effect.NONE);
  }

  @Test
  void aDeployBeyondTheQuotaTellsWhatAJobBeyondItTells() {
    DeployOptions fifty = DeployOptions.builder().replicas(50).build();
    Model model = model();

    AloftException error =
        catchThrowableOfType(AloftException.class, () -> model.deploy("churn", fifty));

    assertThat(error.code()).as(error.getMessage()).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
    assertThat(error.rawCode()).contains("ResourceLimitExceeded");
    assertThat(error.requestId()).isPresent();
    assertThat(error.getCause()).isInstanceOf(ResourceLimitExceededException.class);
    assertThat(error.nextSteps())
        .extracting(NextStep::line)
        .anyMatch(line -> line.startsWith("aws service-quotas list-service-quotas"))
        .anyMatch(line -> line.startsWith("aws service-quotas request-service-quota-increase"))
        .noneMatch(line -> line.endsWith(".status()"));
    assertThat(error.summary()).endsWith("nothing of it is left");
    assertThat(place.things().orElseThrow()).isEmpty();
  }

  @Test
  void aRoleOfAnotherAccountIsNamedBesideTheBucketThatItMustOwn() {
    String role = "arn:aws:iam::999999999999:role/Other";
    try (Aloft other = place.client().set("role", role).open()) {
      AloftException error =
          catchThrowableOfType(
              AloftException.class, () -> other.trainer().train(job().key("once").build()));

      assertThat(error.code()).as(error.getMessage()).isEqualTo(ErrorCode.PERMISSION_DENIED);
      assertThat(error.summary()).contains("kit-staging", "of account 999999999999");
      assertThat(error.getMessage()).doesNotContain("ACCOUNT");
    }
  }

  @Test
  void aFileThatCannotBeReadIsNamedBeforeAnythingIsSent(@TempDir Path data) throws IOException {
    Files.writeString(data.resolve("good.csv"), "1,2");
    Path bad = unreadable(data.resolve("bad.csv"));
    TrainingJob.Builder job = job().input("train", Data.of(data.toString()));

    AloftException error =
        catchThrowableOfType(AloftException.class, () -> aloft.trainer().train(job.build()));

    assertThat(error.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(error.summary()).contains(bad + " cannot be read");
    assertThat(place.cloud().exchanges().count("PutObject")).isZero();
    assertThat(place.cloud().exchanges().count("CreateTrainingJob")).isZero();
  }

  /** A file that no user can read, not even one who may read every file. */
  private static Path unreadable(Path file) throws IOException {
    Path memory = Path.of("/proc/self/mem");
    if (Files.exists(memory)) {
      return Files.createSymbolicLink(file, memory);
    }
    Files.writeString(file, "1,2");
    assertThat(file.toFile().setReadable(false)).isTrue();
    return file;
  }

  @Test
  void aMachineThatThereIsNotIsToldByThoseThatAreNear() {
    TrainingJob.Builder job = job().machine(Machine.type("ml.m5.larg"));

    AloftException error = refused(() -> aloft.trainer().train(job.build()), "ml.m5.larg");

    assertThat(error.summary()).contains("near are ml.m5.large").hasSizeLessThan(300);
  }

  @Test
  void whatIsWrongOfADeployIsToldAtOnce() {
    DeployOptions options =
        DeployOptions.builder()
            .machine(Machine.type("ml.g5.xlarge"))
            .option(SageMaker.VOLUME_GIB, 50)
            .option(SageMaker.SUBNETS, "subnet-1")
            .probe(Row.of("one", "two", "three"))
            .build();
    Model model = model();
    int before = place.cloud().exchanges().all().size();

    for (ThrowingCallable use :
        List.<ThrowingCallable>of(
            () -> model.deploy("My Model", options),
            () -> aloft.plan("My Model", model, options))) {
      assertThat(catchThrowableOfType(AloftException.class, use).problems())
          .extracting(Problem::field)
          .containsExactly("name", "probe", "volume-gib (VolumeSizeInGB)", "security-groups");
    }
    assertThat(place.cloud().exchanges().all()).hasSize(before);
  }

  private static AloftException refused(ThrowingCallable sending, String text) {
    AloftException error = catchThrowableOfType(AloftException.class, sending);
    assertThat(error.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(error.blame()).isEqualTo(Blame.REQUEST);
    assertThat(error.isRetryable()).isFalse();
    assertThat(error.summary()).contains(text);
    return error;
  }

  private static TrainingJob.Builder job() {
    return TrainingJob.builder("kit", Container.of(IMAGE));
  }

  private Model model() {
    return aloft.models().at(place.fixtures().model().directory().toUri().toString());
  }
}
