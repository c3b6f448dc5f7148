package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.aloft.Machine;
import dev.aloft.ProviderOption;
import dev.aloft.ProviderOptions;
import dev.aloft.error.AloftException;
import dev.aloft.error.Problems;
import dev.aloft.model.ModelFormat;
import dev.aloft.model.ModelManifest;
import dev.aloft.model.Signature;
import dev.aloft.serving.DeployOptions;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import dev.aloft.serving.Protocol;
import dev.aloft.serving.Scaling;
import dev.aloft.serving.ServingRuntime;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What SageMaker would refuse of an endpoint is told before anything is sent. */
class ServingChecksTest {
  private static final AwsConfig CONFIG =
      new AwsConfig(
          "us-east-1",
          null,
          "arn:aws:iam::123456789012:role/serving",
          "s3://bucket/stage",
          null,
          List.of(),
          List.of(),
          null,
          null);

  private static List<String> problems(ProviderOptions options) {
    return problems(EndpointSpec.of("churn", revision("ml.m5.large", null, Map.of(), options)));
  }

  private static EndpointRevision revision(
      String machine,
      @Nullable ServingRuntime runtime,
      Map<String, String> environment,
      ProviderOptions options) {
    return new EndpointRevision(
        machine.replaceAll("[^a-z0-9]", "").concat("aaaaaaaaaaaa").substring(0, 12),
        "s3://bucket/model",
        "00",
        new ModelManifest(
            ModelFormat.XGBOOST,
            "3.2.0",
            Signature.UNKNOWN,
            null,
            Map.of("model.json", "00"),
            Map.of()),
        null,
        runtime,
        runtime == null ? "xgboost-3.2-0" : "",
        Protocol.SAGEMAKER,
        Machine.type(machine),
        Scaling.ONE,
        environment,
        Map.of(),
        options);
  }

  private static List<String> problems(EndpointSpec spec) {
    Problems problems = new Problems();
    new ServingChecks(CONFIG, new ServingImages(CONFIG)).check(spec, problems);
    return problems.all().stream().map(problem -> problem.field() + ": " + problem.fix()).toList();
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        arguments(SageMaker.ROLE_ARN, "arn:aws:iam::12:role/short", "RoleArn"),
        arguments(SageMaker.KMS_KEY, "my key", "KmsKeyId"),
        arguments(SageMaker.KMS_KEY, "k".repeat(2049), "KmsKeyId"),
        arguments(SageMaker.SUBNETS, "subnet_1", "VpcConfig.Subnets"),
        arguments(SageMaker.SUBNETS, "s,".repeat(17), "VpcConfig.Subnets"),
        arguments(SageMaker.SECURITY_GROUPS, "s,".repeat(6), "VpcConfig.SecurityGroupIds"),
        arguments(SageMaker.INFERENCE_AMI, "an ami", "InferenceAmiVersion"),
        arguments(SageMaker.VOLUME_GIB, 0, "VolumeSizeInGB"),
        arguments(SageMaker.SERVERLESS_MEMORY_MB, 1500, "MemorySizeInMB"),
        arguments(SageMaker.SERVERLESS_MAX_CONCURRENCY, 201, "MaxConcurrency"),
        arguments(SageMaker.SERVERLESS_PROVISIONED_CONCURRENCY, 0, "ProvisionedConcurrency"),
        arguments(SageMaker.MODEL_DOWNLOAD_TIMEOUT, Duration.ofSeconds(59), "ModelDataDownload"),
        arguments(SageMaker.STARTUP_TIMEOUT, Duration.ofMinutes(61), "StartupHealthCheck"),
        arguments(SageMaker.UPDATE_POLICY, "BLUE_GREEN", "DeploymentConfig"),
        arguments(SageMaker.UPDATE_STEP_PERCENT, 51, "CanarySize"),
        arguments(SageMaker.UPDATE_TIMEOUT, Duration.ofMinutes(9), "MaximumExecutionTimeout"),
        arguments(SageMaker.ROLLBACK_ALARMS, "a,,b", "AutoRollbackConfiguration.Alarms"),
        arguments(SageMaker.SCALE_IN_COOLDOWN, Duration.ofSeconds(-1), "ScaleInCooldown"),
        arguments(SageMaker.SCALE_OUT_COOLDOWN, Duration.ofDays(30_000), "ScaleOutCooldown"),
        arguments(SageMaker.ROUTING, "NEAREST", "RoutingStrategy"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  <T> void isToldWhereItIsBuilt(ProviderOption<T> option, T value, String member) {
    DeployOptions.Builder options = DeployOptions.builder().option(option, value);

    assertThat(catchThrowableOfType(AloftException.class, options::build).problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.field()).isEqualTo("options." + option);
              assertThat(problem.fix()).contains(member);
            });
  }

  @ParameterizedTest
  @MethodSource("wrong")
  <T> void isToldOnceWhereTheOptionHasNoRule(ProviderOption<T> option, T value, String member) {
    ProviderOption<T> bare = ProviderOption.of(option.provider(), option.name(), option.type());

    assertThat(problems(ProviderOptions.none().with(bare, value)))
        .singleElement()
        .asString()
        .startsWith("options." + option)
        .contains(member);
  }

  @Test
  void isToldWhereTheValueIsOfAnotherType() {
    ProviderOption<String> bare = ProviderOption.of("aws", "volume-gib", String.class);

    assertThat(problems(ProviderOptions.none().with(bare, "100")))
        .containsExactly("options.aws:volume-gib: a value of the type Integer");
  }

  @Test
  void everyOptionHasItsRule() throws ReflectiveOperationException {
    List<Object> constants = new ArrayList<>();
    for (Field field : SageMaker.class.getFields()) {
      constants.add(field.get(null));
    }
    assertThat(SageMaker.OPTIONS).containsExactlyInAnyOrderElementsOf(options(constants));
  }

  private static List<ProviderOption<?>> options(List<Object> constants) {
    List<ProviderOption<?>> options = new ArrayList<>();
    constants.forEach(constant -> options.add((ProviderOption<?>) constant));
    return options;
  }

  static Stream<Arguments> wrongTogether() {
    return Stream.of(
        arguments(SageMaker.SUBNETS, "subnet-1", "security-groups"),
        arguments(SageMaker.SECURITY_GROUPS, "sg-1", "subnets"),
        arguments(SageMaker.VOLUME_GIB, 513, "volume-gib (VolumeSizeInGB)"));
  }

  @ParameterizedTest
  @MethodSource("wrongTogether")
  <T> void isToldBesideTheRest(ProviderOption<T> option, T value, String field) {
    assertThat(problems(ProviderOptions.none().with(option, value)))
        .anySatisfy(problem -> assertThat(problem).contains(field));
  }

  @Test
  void aStepIsAsLargeAsItsPolicyWants() {
    ProviderOptions step = ProviderOptions.none().with(SageMaker.UPDATE_STEP_PERCENT, 4);

    assertThat(problems(step.with(SageMaker.UPDATE_POLICY, "CANARY"))).isEmpty();
    for (String policy : List.of("LINEAR", "ROLLING")) {
      assertThat(problems(step.with(SageMaker.UPDATE_POLICY, policy)))
          .singleElement()
          .asString()
          .contains("update-step-percent", policy);
    }
  }

  @Test
  void allThatCanBeSaidIsFine() {
    assertThat(
            problems(
                ProviderOptions.none()
                    .with(SageMaker.KMS_KEY, "alias/own")
                    .with(SageMaker.SUBNETS, "subnet-1, subnet-2")
                    .with(SageMaker.SECURITY_GROUPS, "sg-1")
                    .with(SageMaker.NETWORK_ISOLATION, true)
                    .with(SageMaker.INFERENCE_AMI, "al2-ami-sagemaker-inference-gpu-3-1")
                    .with(SageMaker.SCALE_IN_COOLDOWN, Duration.ZERO)))
        .isEmpty();
  }

  @Test
  void allVariablesThatAreSentAreCounted() {
    ServingRuntime script = script(many("R", 60));
    EndpointRevision full = revision("ml.m5.large", script, many("E", 36), ProviderOptions.none());
    EndpointRevision over = revision("ml.m5.large", script, many("E", 37), ProviderOptions.none());

    assertThat(problems(EndpointSpec.of("churn", full))).isEmpty();
    assertThat(problems(EndpointSpec.of("churn", over)))
        .containsExactly("environment (Environment): at most 100");
  }

  @Test
  void aRuntimesVariablesAreAsShortAsOthers() {
    ServingRuntime script = script(Map.of("LONG", "x".repeat(1025)));

    assertThat(
            problems(
                EndpointSpec.of(
                    "churn", revision("ml.m5.large", script, Map.of(), ProviderOptions.none()))))
        .containsExactly("environment.LONG (Environment): at most 1024");
  }

  private static ServingRuntime script(Map<String, String> environment) {
    ServingRuntime script = ServingRuntime.script("code/serve.py", Protocol.SAGEMAKER);
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      script = script.environment(variable.getKey(), variable.getValue());
    }
    return script;
  }

  private static Map<String, String> many(String name, int count) {
    Map<String, String> many = new HashMap<>();
    for (int i = 0; i < count; i++) {
      many.put(name + i, "x");
    }
    return many;
  }

  @Test
  void machinesWithDisksOfTheirOwnTakeNoVolume() {
    ProviderOptions volume = ProviderOptions.none().with(SageMaker.VOLUME_GIB, 50);

    assertThat(problems(volume)).isEmpty();
    assertThat(problems(EndpointSpec.of("churn", revision("ml.g5.xlarge", null, Map.of(), volume))))
        .containsExactly(
            "volume-gib (VolumeSizeInGB): none: ml.g5.xlarge has disks of its own and takes no"
                + " volume");
  }

  @Test
  void aKeyIsForAllMachinesOfACanary() {
    ProviderOptions keyed = ProviderOptions.none().with(SageMaker.KMS_KEY, "alias/own");

    assertThat(problems(canary("ml.m5.large", keyed, "ml.m5.xlarge", keyed))).isEmpty();
    assertThat(problems(canary("ml.g5.xlarge", keyed, "ml.g5.2xlarge", keyed))).isEmpty();
    assertThat(
            problems(
                canary(
                    "ml.m5.large", ProviderOptions.none(), "ml.g5.xlarge", ProviderOptions.none())))
        .isEmpty();
    assertThat(problems(canary("ml.m5.large", keyed, "ml.g5.xlarge", keyed)))
        .singleElement()
        .asString()
        .contains("kms-key (KmsKeyId)", "ml.m5.large", "ml.g5.xlarge");
  }

  @Test
  void aCanaryHasTheKeyOfTheRevisionBesideIt() {
    ProviderOptions own = ProviderOptions.none().with(SageMaker.KMS_KEY, "alias/own");
    ProviderOptions other = ProviderOptions.none().with(SageMaker.KMS_KEY, "alias/other");

    for (ProviderOptions before : List.of(other, ProviderOptions.none())) {
      assertThat(problems(canary("ml.m5.large", before, "ml.m5.xlarge", own)))
          .singleElement()
          .asString()
          .contains("kms-key (KmsKeyId)", "the same key");
    }
  }

  private static EndpointSpec canary(
      String one, ProviderOptions ofOne, String other, ProviderOptions ofOther) {
    EndpointRevision main = revision(one, null, Map.of(), ofOne);
    EndpointRevision canary = revision(other, null, Map.of(), ofOther);
    return new EndpointSpec(
        "churn",
        List.of(main, canary),
        Map.of(main.hash(), 90, canary.hash(), 10),
        Map.of(),
        null,
        null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"c5d", "g4dn", "g5", "g6e", "p3dn", "p4d", "p5en", "r7gd", "trn1", "dl1"})
  void someMachinesEncryptTheirOwnDisks(String family) {
    assertThat(new MachineFamily(family).hasOwnDisk()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"m5", "c5n", "c7i", "m6g", "p2", "p3", "inf2", "t3", "r8g"})
  void othersDoNot(String family) {
    assertThat(new MachineFamily(family).hasOwnDisk()).isFalse();
  }
}
