package dev.aloft.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.Aloft;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainJobTest {
  @TempDir Path home;
  @TempDir Path directory;

  @Test
  void trainsServesUpdatesAndLeavesNothing() throws IOException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    MainJob.Findings findings;
    try (Aloft aloft = Aloft.builder().provider("local").set("home", home.toString()).open();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      findings = new MainJob(aloft, directory, new Console(out, null)).run();
    }
    String text = printed.toString(StandardCharsets.UTF_8);

    assertThat(findings.first().auc()).as(text).isGreaterThan(0.95);
    assertThat(findings.first().accuracy()).as(text).isGreaterThan(0.9);
    assertThat(findings.second().auc()).as(text).isGreaterThan(0.95);
    assertThat(findings.second()).as(text).isNotEqualTo(findings.first());
    assertThat(findings.rolledBack()).as(text).isEqualTo(findings.first());
    assertThat(findings.load().failed()).as(text).isZero();
    assertThat(findings.load().requests()).as(text).isGreaterThan(400);
    assertThat(findings.answer()).contains("\"model_name\"").contains("\"outputs\"");
    assertThat(findings.left()).as(text).isZero();
    assertThat(text)
        .containsSubsequence("tumours-", " QUEUED", "tumours-", " RUNNING", " SUCCEEDED")
        .contains("validation-auc")
        .contains("curl ")
        .doesNotContain("press Enter")
        .endsWith("0 half-done changes\n");
    assertThat(text.lines().filter(line -> line.startsWith("validation-auc")))
        .as("metrics of the first training only, so that the address stays in sight")
        .hasSizeBetween(1, 20);
  }

  @Test
  void waitsForEnterWhereSomebodyCanPressIt() throws IOException {
    Reader keyboard = new StringReader("abc\nrest");
    ByteArrayOutputStream printed = new ByteArrayOutputStream();

    new Console(new PrintStream(printed, true, StandardCharsets.UTF_8), keyboard).awaitEnter();

    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("press Enter");
    assertThat(keyboard.read()).isEqualTo('r');
  }

  @Test
  void ranksTiesAsHalf() {
    Quality quality = Quality.of(new double[] {0.1, 0.4, 0.4, 0.9}, new double[] {0, 1, 0, 1});

    assertThat(quality.auc()).isEqualTo(0.875);
    assertThat(quality.accuracy()).isEqualTo(0.75);
  }
}
