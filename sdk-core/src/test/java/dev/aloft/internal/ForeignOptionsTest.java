package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.ProviderOption;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.serving.DeployOptions;
import org.junit.jupiter.api.Test;

class ForeignOptionsTest {
  private static final ProviderOption<String> ROLE =
      ProviderOption.of("aws", "roleArn", String.class);
  private static final ProviderOption<String> ACCOUNT =
      ProviderOption.of("gcp", "serviceAccount", String.class);

  private final DeployOptions options =
      DeployOptions.builder()
          .requiredOption(ROLE, "arn:aws:iam::1:role/x")
          .requiredOption(ACCOUNT, "x@y")
          .build();

  @Test
  void refusesEveryRequiredOptionOfOthersAtOnce() {
    AloftException error =
        catchThrowableOfType(
            AloftException.class,
            () -> ForeignOptions.check(options.options(), "local", "the deploy"));

    assertThat(error.code()).isEqualTo(ErrorCode.UNSUPPORTED);
    assertThat(error.summary()).contains("aws:roleArn", "gcp:serviceAccount");
  }

  @Test
  void takesItsOwnAndIgnoresWhatIsNotRequired() {
    ForeignOptions.check(
        DeployOptions.builder().requiredOption(ROLE, "r").option(ACCOUNT, "a").build().options(),
        "aws",
        "the deploy");
  }
}
