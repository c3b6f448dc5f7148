package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.Machine;
import dev.aloft.ProviderOption;
import dev.aloft.data.Data;
import dev.aloft.driver.Settings;
import dev.aloft.error.AloftException;
import dev.aloft.error.Problem;
import dev.aloft.error.Problems;
import dev.aloft.training.Algorithm;
import dev.aloft.training.Container;
import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingChecksTest {
  private static final String ROLE = "arn:aws:iam::123456789012:role/trainer";
  private static final String IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/ours:7";

  @Test
  void plainJobsAreFine() {
    assertThat(problems(xgboost())).isEmpty();
    assertThat(problems(container())).isEmpty();
    assertThat(problems(script())).isEmpty();
  }

  @Test
  void jobWithAllThatCanBeSaidIsFine() {
    TrainingJob.Builder job =
        container()
            .nodes(2)
            .machine(Machine.type("ml.m5.large"))
            .spot(Duration.ofHours(2))
            .maxRuntime(Duration.ofHours(1))
            .checkpoints()
            .label("team", "risk")
            .environment("LEVEL", "debug")
            .input("train", Data.of("s3://team/train/"))
            .option(SageMaker.VOLUME_GIB, 16_384)
            .option(SageMaker.RESTARTS, 30)
            .option(SageMaker.INPUT_MODE, "FastFile")
            .option(SageMaker.DISTRIBUTION, "ShardedByS3Key")
            .option(SageMaker.SUBNETS, "subnet-1, subnet-2")
            .option(SageMaker.SECURITY_GROUPS, "sg-1")
            .option(SageMaker.NETWORK_ISOLATION, true)
            .option(SageMaker.METRIC_DEFINITIONS, "loss=loss=([0-9.]+)\nauc=auc (.*)")
            .option(SageMaker.TAGS, "cost=ml, owner=me");

    assertThat(problems(job)).isEmpty();
  }

  @Test
  void missingRoleIsTold() {
    Problems problems = new Problems();
    new TrainingChecks(new Jobs(config(Map.of("region", "us-east-1"))))
        .check(container().build(), problems);

    assertThat(problems.all()).singleElement().extracting(Problem::field).isEqualTo("role");
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        wrong("options.aws:volume-gib", "VolumeSizeInGB", o -> o.option(SageMaker.VOLUME_GIB, 0)),
        wrong(
            "options.aws:volume-gib",
            "VolumeSizeInGB",
            o -> o.option(SageMaker.VOLUME_GIB, 16_385)),
        wrong(
            "options.aws:warm-pool",
            "KeepAlivePeriodInSeconds",
            o -> o.option(SageMaker.WARM_POOL, 21_601)),
        wrong(
            "options.aws:restarts", "MaximumRetryAttempts", o -> o.option(SageMaker.RESTARTS, 31)),
        wrong(
            "options.aws:input-mode",
            "TrainingInputMode",
            o -> o.option(SageMaker.INPUT_MODE, "Fast")),
        wrong(
            "options.aws:distribution",
            "ShardedByS3Key",
            o -> o.option(SageMaker.DISTRIBUTION, "Sharded")),
        wrong("security-groups", "VpcConfig", o -> o.option(SageMaker.SUBNETS, "subnet-1")),
        wrong(
            "options.aws:metric-definitions",
            "MetricDefinitions",
            o -> o.option(SageMaker.METRIC_DEFINITIONS, "loss")),
        wrong("nodes", "InstanceCount", o -> o.nodes(101)),
        wrong("labels.aws:x", "Tags", o -> o.option(SageMaker.TAGS, "aws:x=1")),
        wrong("labels.key", "Tags", o -> o.option(SageMaker.TAGS, "key=what?")),
        wrong("environment.A", "Environment", o -> o.environment("A", "x".repeat(513))),
        wrong("hyperparameters.note", "HyperParameters", o -> o.hyperparameter("note", "a\nb")),
        wrong(
            "options.aws:metric-definitions",
            "MetricDefinitions",
            o -> o.option(SageMaker.METRIC_DEFINITIONS, "loss=a\u2028b")),
        wrong("options.aws:role", "RoleArn", o -> o.option(SageMaker.ROLE_ARN, "trainer")),
        wrong("inputs.train", "s3://", o -> o.input("train", Data.of("s3://UPPER/x"))));
  }

  static Stream<Arguments> wrongAlone() {
    return Stream.of(
        Arguments.of(SageMaker.ROLE_ARN, "trainer", "RoleArn"),
        Arguments.of(SageMaker.SUBNETS, "subnet_1", "VpcConfig.Subnets"),
        Arguments.of(SageMaker.SECURITY_GROUPS, "s,".repeat(6), "VpcConfig.SecurityGroupIds"),
        Arguments.of(SageMaker.KMS_KEY, "my key", "KmsKeyId"),
        Arguments.of(SageMaker.VOLUME_GIB, 16_385, "VolumeSizeInGB"),
        Arguments.of(SageMaker.WARM_POOL, -1, "KeepAlivePeriodInSeconds"),
        Arguments.of(SageMaker.WARM_POOL, 21_601, "KeepAlivePeriodInSeconds"),
        Arguments.of(SageMaker.RESTARTS, 0, "MaximumRetryAttempts"),
        Arguments.of(SageMaker.INPUT_MODE, "file", "TrainingInputMode"),
        Arguments.of(SageMaker.DISTRIBUTION, "Sharded", "S3DataDistributionType"));
  }

  @ParameterizedTest
  @MethodSource("wrongAlone")
  <T> void anOptionThatNoJobTakesIsToldWhereTheJobIsBuilt(
      ProviderOption<T> option, T value, String member) {
    TrainingJob.Builder job = container().option(option, value).nodes(0);

    assertThat(catchThrowableOfType(AloftException.class, job::build).problems())
        .as("with whatever else is wrong")
        .hasSize(2)
        .anySatisfy(problem -> assertThat(problem.field()).isEqualTo("nodes"))
        .anySatisfy(
            problem -> {
              assertThat(problem.field()).isEqualTo("options." + option);
              assertThat(problem.value()).isEqualTo(value.toString());
              assertThat(problem.fix()).contains(member);
            });
  }

  @ParameterizedTest
  @MethodSource("wrongAlone")
  <T> void anOptionWithoutARuleOfItsOwnIsToldOnce(
      ProviderOption<T> option, T value, String member) {
    ProviderOption<T> bare = ProviderOption.of(option.provider(), option.name(), option.type());

    assertThat(problems(container().option(bare, value)))
        .filteredOn(problem -> problem.fix().contains(member))
        .singleElement()
        .extracting(Problem::field)
        .isEqualTo("options." + option);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ml.g4dn.xlarge", "ml.g5.xlarge", "ml.p4d.24xlarge"})
  void machinesWithDisksOfTheirOwnTakeNoVolume(String type) {
    TrainingJob.Builder job = container().option(SageMaker.VOLUME_GIB, 100);

    assertThat(problems(job)).isEmpty();
    assertThat(problems(job.machine(Machine.type(type))))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.field()).isEqualTo("options.aws:volume-gib");
              assertThat(problem.fix()).contains(type, "VolumeSizeInGB");
            });
  }

  private static Arguments wrong(
      String field, String told, UnaryOperator<TrainingJob.Builder> change) {
    return Arguments.of(field, told, change);
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void whatSageMakerCannotTakeIsToldByBothNames(
      String field, String told, UnaryOperator<TrainingJob.Builder> change) {
    assertThat(problems(change.apply(container())))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.field()).startsWith(field);
              assertThat(problem.field() + problem.fix()).contains(told);
            });
  }

  @Test
  void parametersThatTheAlgorithmDoesNotKnowAreTold() {
    assertThat(problems(xgboost().hyperparameter("max_cat_to_onehot", 3)))
        .extracting(Problem::field)
        .containsExactly("hyperparameters.max_cat_to_onehot");
  }

  @Test
  void metricsOfAlgorithmsAreTheirOwn() {
    assertThat(problems(xgboost().option(SageMaker.METRIC_DEFINITIONS, "loss=loss=(.*)")))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.field()).isEqualTo("options.aws:metric-definitions");
              assertThat(problem.fix()).contains("MetricDefinitions");
            });
  }

  @Test
  void argumentsAreOnOneLine() {
    TrainingJob.Builder job =
        TrainingJob.builder("kit", Container.of(IMAGE).arguments("train", "a\rb"));

    assertThat(problems(job))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.field()).contains("ContainerArguments");
              assertThat(problem.value()).contains("line break");
            });
  }

  @Test
  void channelsOfScriptsAreTaken() {
    assertThat(problems(script().input("code", Data.of("s3://team/x/"))))
        .extracting(Problem::field)
        .containsExactly("inputs.code");
  }

  @Test
  void csvInS3MustBeAsTheAlgorithmReadsIt() {
    TrainingJob.Builder job =
        TrainingJob.builder("kit", Algorithm.xgboost())
            .hyperparameter("num_round", 3)
            .input("train", Data.csv("s3://team/x/").label("wide"));

    assertThat(problems(job)).extracting(Problem::field).containsExactly("inputs.train");
  }

  @Test
  void isolatedScriptCannotInstall() {
    TrainingJob.Builder job =
        TrainingJob.builder("kit", Script.of("code", "train.py").installRequirements())
            .option(SageMaker.NETWORK_ISOLATION, true);

    assertThat(problems(job))
        .extracting(Problem::field)
        .containsExactly("options.aws:network-isolation");
  }

  private static TrainingJob.Builder xgboost() {
    return TrainingJob.builder("kit", Algorithm.xgboost())
        .hyperparameter("num_round", 3)
        .input("train", Data.csv("s3://team/x/").noHeader().label(0));
  }

  private static TrainingJob.Builder container() {
    return TrainingJob.builder("kit", Container.of(IMAGE));
  }

  private static TrainingJob.Builder script() {
    return TrainingJob.builder("kit", Script.of("code", "train.py"));
  }

  private static List<Problem> problems(TrainingJob.Builder job) {
    Problems problems = new Problems();
    try {
      new TrainingChecks(new Jobs(config(Map.of("region", "us-east-1", "role", ROLE))))
          .check(job.build(), problems);
    } catch (AloftException whenBuilt) {
      return whenBuilt.problems();
    }
    return problems.all();
  }

  private static AwsConfig config(Map<String, String> settings) {
    return AwsConfig.of(new Settings(settings, Map.of(), Set.of()));
  }
}
