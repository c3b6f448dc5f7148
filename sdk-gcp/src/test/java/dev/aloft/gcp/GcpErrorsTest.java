package dev.aloft.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.driver.Settings;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** What each kind of answer means: a row of the table for every rule, in the service's words. */
class GcpErrorsTest {
  private final GcpErrors errors =
      new GcpErrors(
          GcpConfig.of(
              new Settings(
                  Map.of("project", "aloft-test", "location", "europe-west4"),
                  Map.of(),
                  Set.of())));

  @ParameterizedTest
  @CsvFileSource(resources = "errors.tsv", delimiter = '\t', emptyValue = "")
  void isTakenAsTheTableSays(
      String operation, String code, String reason, String text, ErrorCode means, Effect effect) {
    AloftException error = errors.of(answer(operation, code, reason, text));

    assertThat(error.code()).isEqualTo(means);
    assertThat(error.effect()).isEqualTo(effect);
    assertThat(error.summary()).contains(text);
    assertThat(error.rawCode()).hasValueSatisfying(raw -> assertThat(raw).startsWith(code));
  }

  @Test
  void everyRuleStandsInTheTable() throws Exception {
    try (var in = getClass().getResourceAsStream("errors.tsv")) {
      var rows = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).lines();
      Set<ErrorRule> met = new java.util.HashSet<>();
      rows.map(row -> row.split("\t", -1))
          .forEach(
              row ->
                  ErrorRules.ALL.stream()
                      .filter(rule -> rule.matches(answer(row[0], row[1], row[2], row[3])))
                      .findFirst()
                      .ifPresent(met::add));
      assertThat(met).containsExactlyInAnyOrderElementsOf(ErrorRules.ALL);
    }
  }

  @Test
  void helpsWithLinesThatCanBePasted() {
    assertThat(
            errors
                .of(
                    answer(
                        "CreateCustomJob",
                        "PERMISSION_DENIED",
                        "SERVICE_DISABLED",
                        "Vertex AI API has not been used in project 1 before or it is disabled."))
                .nextSteps())
        .extracting(step -> step.line())
        .contains("gcloud services enable aiplatform.googleapis.com --project=aloft-test");
    assertThat(
            errors
                .of(
                    answer(
                        "CreateCustomJob",
                        "RESOURCE_EXHAUSTED",
                        "",
                        "The following quota metrics exceed quota limits:"
                            + " aiplatform.googleapis.com/custom_model_training_nvidia_l4_gpus"))
                .nextSteps())
        .extracting(step -> step.line())
        .anySatisfy(line -> assertThat(line).contains("custom_model_training_nvidia_l4_gpus"));
  }

  @Test
  void aCodeThatNobodyKnowsLeavesOpenWhatWasDone() {
    AloftException error = errors.of(answer("CreateCustomJob", "NEW_CODE", "", "new words"));

    assertThat(error.code()).isEqualTo(ErrorCode.PROVIDER_ERROR);
    assertThat(error.effect()).isEqualTo(Effect.UNKNOWN);
  }

  private static GcpAnswer answer(String operation, String code, String reason, String text) {
    return new GcpAnswer(operation, "thing", code, reason == null ? "" : reason, text, null, null);
  }
}
