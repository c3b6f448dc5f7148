package dev.aloft.samples.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.Aloft;
import dev.aloft.fake.aws.AwsCloud;
import dev.aloft.fake.aws.FakeAws;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnSageMakerTest {
  @TempDir Path directory;

  @Test
  @FakeAws
  void trainsChangesAndLeavesNothingThatBills(AwsCloud cloud, Aloft aloft) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    OnSageMaker.Findings findings =
        new OnSageMaker(aloft, directory, new PrintStream(printed, true, StandardCharsets.UTF_8))
            .run();

    assertThat(findings.first().version()).contains("1");
    assertThat(findings.second().version()).contains("2");
    assertThat(findings.before()).isBetween(0.0, 0.2);
    assertThat(findings.after()).isBetween(0.0, 0.2).isNotEqualTo(findings.before());
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("ml.m5.large", "=10", "left: []");
    assertThat(cloud.things()).noneMatch(AwsCloud.Thing::bills);
  }
}
