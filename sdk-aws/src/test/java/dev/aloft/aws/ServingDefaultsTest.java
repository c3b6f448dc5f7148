package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.Machine;
import dev.aloft.ProviderOptions;
import dev.aloft.model.ModelFormat;
import dev.aloft.model.ModelManifest;
import dev.aloft.model.Signature;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.Protocol;
import dev.aloft.serving.Scaling;
import dev.aloft.serving.ServingRuntime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ServingDefaultsTest {
  private static final String ROLE = "arn:aws:iam::123456789012:role/serving";
  private static final ServingRuntime SCRIPT =
      ServingRuntime.script("code/inference.py", Protocol.SAGEMAKER);

  private final AwsConfig config =
      new AwsConfig(
          "eu-west-1",
          null,
          ROLE,
          "s3://bucket/stage",
          null,
          List.of("subnet-1", "subnet-2"),
          List.of("sg-1"),
          "alias/key",
          null);
  private final ServingDefaults defaults = new ServingDefaults(config, new ServingImages(config));

  private static EndpointRevision revision(
      @Nullable ServingRuntime runtime, @Nullable Machine machine, ProviderOptions options) {
    return new EndpointRevision(
        "aaaaaaaaaaa1",
        "s3://bucket/model",
        "00",
        new ModelManifest(
            ModelFormat.of("sklearn"), "1.4.2", Signature.UNKNOWN, null, Map.of(), Map.of()),
        null,
        runtime,
        "",
        Protocol.SAGEMAKER,
        machine,
        Scaling.ONE,
        Map.of(),
        Map.of(),
        options);
  }

  @Test
  void saysWhatTheSettingsSay() {
    EndpointRevision complete = defaults.complete(revision(SCRIPT, null, ProviderOptions.none()));

    assertThat(complete.options().get(SageMaker.ROLE_ARN)).contains(ROLE);
    assertThat(complete.options().get(SageMaker.KMS_KEY)).contains("alias/key");
    assertThat(complete.options().get(SageMaker.SUBNETS)).contains("subnet-1,subnet-2");
    assertThat(complete.options().get(SageMaker.SECURITY_GROUPS)).contains("sg-1");
    assertThat(complete.wantedMachine()).contains(Machine.type(Machines.SMALL));
    assertThat(complete.offer())
        .startsWith("141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-scikit-learn:");
  }

  @Test
  void nothingIsAddedTwice() {
    EndpointRevision complete = defaults.complete(revision(SCRIPT, null, ProviderOptions.none()));

    assertThat(defaults.complete(complete)).isEqualTo(complete);
  }

  @Test
  void whatTheRevisionSaysStays() {
    ProviderOptions own =
        ProviderOptions.none()
            .withRequired(SageMaker.ROLE_ARN, "arn:aws:iam::123456789012:role/own")
            .with(SageMaker.SUBNETS, "")
            .with(SageMaker.SECURITY_GROUPS, "")
            .with(SageMaker.KMS_KEY, "alias/own");
    EndpointRevision asked =
        revision(
            ServingRuntime.container("image:1", 8080, "/invocations", "/ping", Protocol.SAGEMAKER),
            Machine.type("ml.c5.large"),
            own);

    assertThat(defaults.complete(asked)).isEqualTo(asked);
  }

  @Test
  void whatCannotBeToldIsLeftToTheChecks() {
    EndpointRevision wrong =
        revision(SCRIPT, Machine.cpus(1).gpu("none-such", 1), ProviderOptions.none());

    assertThat(defaults.complete(wrong).wantedMachine())
        .contains(Machine.cpus(1).gpu("none-such", 1));
  }

  @Test
  void aServerlessRevisionHasNoMachine() {
    ProviderOptions serverless = ProviderOptions.none().with(SageMaker.SERVERLESS_MEMORY_MB, 2048);

    assertThat(defaults.complete(revision(SCRIPT, null, serverless)).wantedMachine()).isEmpty();
  }
}
