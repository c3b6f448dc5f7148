package dev.aloft.local.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.Machine;
import dev.aloft.data.Column;
import dev.aloft.data.DataType;
import dev.aloft.driver.LogLine;
import dev.aloft.driver.Next;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Part;
import dev.aloft.driver.Target;
import dev.aloft.error.ErrorCode;
import dev.aloft.layer.Call;
import dev.aloft.local.Eventually;
import dev.aloft.model.ModelManifest;
import dev.aloft.model.Signature;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import dev.aloft.serving.EndpointState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The driver over endpoints that live in this program. */
class LocalServingTest extends LocalServingLives {

  @Test
  void aSmallerMachineThanAskedServesAndIsWarnedOfOnce() {
    EndpointRevision usual = revision("aaaa", 1, 2);
    EndpointRevision large =
        new EndpointRevision(
            usual.hash(),
            usual.modelUri(),
            usual.modelHash(),
            usual.manifest(),
            null,
            null,
            usual.offer(),
            usual.protocol(),
            Machine.cpus(4096),
            usual.scaling(),
            Map.of(),
            Map.of(),
            usual.options());
    PrintStream before = System.err;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    try {
      assertThat(Wishes.drive(serving(), Wishes.deploy("e", large))).isEqualTo(Next.done());
    } finally {
      System.setErr(before);
    }
    assertThat(written.toString(StandardCharsets.UTF_8))
        .containsOnlyOnce("\"e\" is served by a smaller machine than it asked for: 4096 CPUs");
  }

  @Test
  void deploysUpdatesAndRemovesWithOneWriteAStep() {
    List<String> actions = new ArrayList<>();
    Target<EndpointSpec> first = Wishes.deploy("e", revision("aaaa", 1, 2));
    Target<EndpointSpec> second = Wishes.deploy("e", revision("bbbb", 3, 4));

    assertThat(Wishes.drive(serving(), first, actions)).isEqualTo(Next.done());
    assertThat(state(first)).isEqualTo(EndpointState.READY);
    assertThat(predict(first, 0, 1)).isEqualTo("2.0 by aaaa");
    assertThat(Wishes.drive(serving(), second, actions)).isEqualTo(Next.done());
    assertThat(predict(second, 0, 1)).isEqualTo("4.0 by bbbb");
    assertThat(Wishes.drive(serving(), Wishes.gone("e"), actions)).isEqualTo(Next.done());

    assertThat(state(first)).isEqualTo(EndpointState.ABSENT);
    assertThat(actions)
        .containsExactly(
            "load revision e-aaaa",
            "route endpoint e",
            "load revision e-bbbb",
            "route endpoint e",
            "unload revision e-aaaa",
            "route endpoint e",
            "unload revision e-bbbb");
  }

  @Test
  void leavesNothingBehind() throws IOException {
    Wishes.drive(serving(), Wishes.deploy("e", revision("aaaa", 1, 2)));
    Path record = home().root().resolve("endpoints/e.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(record)))
        .isEqualTo("rw-------");
    assertThat(serving().list(null).items()).containsExactly("e");
    assertThat(serving().owned(Wishes.LOG, null).items()).hasSize(2);
    assertThat(serving().owned("another", null).items()).isEmpty();

    Wishes.drive(serving(), Wishes.gone("e"));

    assertThat(home().root().resolve("endpoints")).isEmptyDirectory();
    assertThat(serving().list(null).items()).isEmpty();
    assertThat(EmbeddedHosts.running(home().root())).isEmpty();
  }

  @Test
  void anEndpointWhoseTimeIsOverLeavesNothingBehind() throws Exception {
    Target<EndpointSpec> target = Wishes.deploy("e", revision("aaaa", 1, 2));
    Target<EndpointSpec> expiring = Wishes.expiring(target, Duration.ofMillis(1));
    Wishes.drive(serving(), target);

    Next next = serving().next(expiring, serving().observe(expiring));
    serving().apply(((Next.Act) next).action(), expiring);

    Eventually.holds("it ends", () -> EmbeddedHosts.running(home().root()).isEmpty());
    assertThat(home().root().resolve("endpoints")).isEmptyDirectory();
    assertThat(state(expiring)).isEqualTo(EndpointState.ABSENT);
    assertThat(Wishes.drive(serving(), target)).isEqualTo(Next.done());
  }

  @Test
  void aBrokenModelLeavesTheOldOneServing() throws IOException {
    Target<EndpointSpec> good = Wishes.deploy("e", revision("aaaa", 1, 2));
    EndpointRevision broken = revision("bbbb", 3, 4);
    Files.writeString(folder.resolve("model-bbbb/model.json"), "{\"learner\": {}}");
    Target<EndpointSpec> bad = Wishes.deploy("e", broken);
    Wishes.drive(serving(), good);

    Next end = Wishes.drive(serving(), bad);

    assertThat(((Next.Fail) end).code()).isEqualTo(ErrorCode.DATA_CORRUPTED);
    assertThat(((Next.Fail) end).reason()).contains("model.json");
    assertThat(state(bad)).isEqualTo(EndpointState.DEGRADED);
    assertThat(predict(bad, 0, 1)).isEqualTo("2.0 by aaaa");
    assertThat(Wishes.drive(serving(), good)).isEqualTo(Next.done());
    assertThat(serving().observe(good).parts()).hasSize(2);
    assertThat(serving().logs(good, null).lines())
        .extracting(LogLine::text)
        .anyMatch(line -> line.startsWith("revision bbbb failed: "));
  }

  @Test
  void aModelThatDoesNotAnswerItsProbeNeverTakesCalls() {
    ModelManifest manifest = TestModels.write(folder.resolve("model-aaaa"), 1, 2);
    ModelManifest wrong =
        new ModelManifest(
            manifest.format(),
            manifest.frameworkVersion(),
            new Signature(List.of(new Column("a", DataType.FLOAT64)), List.of()),
            null,
            manifest.files(),
            Map.of());
    EndpointRevision revision = Wishes.revision("aaaa", folder.resolve("model-aaaa"), wrong);

    Next end = Wishes.drive(serving(), Wishes.deploy("e", revision));

    assertThat(((Next.Fail) end).code()).isEqualTo(ErrorCode.MODEL_FAILED);
    assertThat(((Next.Fail) end).reason()).isNotEmpty();
  }

  @Test
  void splitsTheCallsByPercent() {
    EndpointRevision main = revision("aaaa", 1, 2);
    EndpointRevision canary = revision("bbbb", 3, 4);
    Target<EndpointSpec> split = Wishes.split("e", main, canary, 10);
    Wishes.drive(serving(), split);

    Map<String, Integer> answers = new HashMap<>();
    for (int i = 0; i < 100; i++) {
      answers.merge(predict(split, 0, 1), 1, Integer::sum);
    }

    assertThat(answers).containsOnly(Map.entry("2.0 by aaaa", 90), Map.entry("4.0 by bbbb", 10));
  }

  @Test
  void anOrphanIsRemovedPartByPart() {
    Target<EndpointSpec> target = Wishes.deploy("e", revision("aaaa", 1, 2));
    Wishes.drive(serving(), target);
    for (Part part : serving().owned(Wishes.LOG, null).items()) {
      assertThat(serving().nameOf(part)).isEqualTo("e");
      serving().delete(part);
    }
    assertThat(serving().observe(target)).isEqualTo(Observation.NOTHING);
  }

  @Test
  void everyRequestIsACall() {
    Target<EndpointSpec> target = Wishes.deploy("e", revision("aaaa", 1, 2));
    Wishes.drive(serving(), target);
    predict(target, 0, 1);
    assertThat(context.calls())
        .extracting(Call::operation)
        .contains("DescribeEndpoint", "load", "route", "Predict");
  }

  private EndpointState state(Target<EndpointSpec> target) {
    return serving().state(target, serving().observe(target));
  }
}
