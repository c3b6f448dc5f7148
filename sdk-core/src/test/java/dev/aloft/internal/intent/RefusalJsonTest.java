package dev.aloft.internal.intent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.error.Blame;
import dev.aloft.error.NextStep;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What stays of a refusal in the log, and what other versions of Aloft make of it. */
class RefusalJsonTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Test
  void isReadAsItWasWritten() {
    Refusal refusal =
        new Refusal(
            "CreateEndpoint",
            "ResourceLimitExceeded",
            "4f1c",
            Blame.LIMITS,
            List.of(new NextStep("ask for more", NextStep.Kind.SHELL, "aws service-quotas")));
    ObjectNode node = JSON.createObjectNode();

    RefusalJson.write(node, refusal);

    assertThat(RefusalJson.read(node)).isEqualTo(refusal);
  }

  @Test
  void isNothingInOlderDocuments() {
    assertThat(RefusalJson.read(JSON.missingNode())).isNull();
  }

  @Test
  void wordsOfNewerDocumentsAreLeftOut() {
    String step = "{\"why\":\"w\",\"kind\":\"%s\",\"line\":\"l\"}";
    String text =
        "{\"request\":\"r\",\"blame\":\"LIMITS\",\"nextSteps\":["
            + step.formatted("TELEPATHY")
            + ","
            + step.formatted(NextStep.Kind.SHELL.name())
            + "]}";

    assertThat(RefusalJson.read(JSON.readTree(text)))
        .satisfies(
            refusal ->
                assertThat(refusal.nextSteps())
                    .extracting(NextStep::kind)
                    .containsExactly(NextStep.Kind.SHELL));
    assertThat(RefusalJson.read(JSON.readTree("{\"request\":\"r\",\"blame\":\"THE_MOON\"}")))
        .isNull();
  }
}
