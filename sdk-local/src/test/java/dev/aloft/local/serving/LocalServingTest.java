package dev.aloft.local.serving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.Machine;
import dev.aloft.data.Column;
import dev.aloft.data.DataType;
import dev.aloft.data.Row;
import dev.aloft.data.Table;
import dev.aloft.driver.Action;
import dev.aloft.driver.Codec;
import dev.aloft.driver.Codecs;
import dev.aloft.driver.Invoker;
import dev.aloft.driver.LogLine;
import dev.aloft.driver.Next;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Part;
import dev.aloft.driver.Payload;
import dev.aloft.driver.Reply;
import dev.aloft.driver.Target;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.Problem;
import dev.aloft.error.Problems;
import dev.aloft.layer.Call;
import dev.aloft.local.DirectContext;
import dev.aloft.local.Eventually;
import dev.aloft.local.LocalHome;
import dev.aloft.model.ModelFormat;
import dev.aloft.model.ModelManifest;
import dev.aloft.model.Signature;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import dev.aloft.serving.EndpointState;
import dev.aloft.serving.Protocol;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The driver over endpoints that live in this program. */
class LocalServingTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @TempDir Path folder;

  private final DirectContext context = new DirectContext(Map.of("max-body", "2000"));
  private LocalServing serving;

  @AfterEach
  void undeploy() {
    for (String name : serving().list(null).items()) {
      Wishes.drive(serving(), Wishes.gone(name));
    }
  }

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
  void aProbeOfTheUsersMustFitTheModel() {
    EndpointRevision revision = revision("aaaa", 1, 2);
    assertThat(Wishes.drive(serving(), Wishes.deploy("e", revision, Row.of(0.0, 1.0))))
        .isEqualTo(Next.done());

    Problems problems = new Problems();
    serving().check(Wishes.deploy("f", revision, Row.of(0.0, 1.0, 2.0)).spec(), problems);
    assertThat(problems.all()).extracting(Problem::field).containsExactly("probe");
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
  void refusesWhatItCannotServe() {
    EndpointRevision good = revision("aaaa", 1, 2);
    ModelManifest sklearn =
        new ModelManifest(
            ModelFormat.SKLEARN, "1.5", TestModels.SIGNATURE, null, Map.of(), Map.of());
    EndpointRevision wrong = Wishes.revision("bbbb", folder, sklearn);
    EndpointRevision faraway =
        new EndpointRevision(
            "cccc",
            "s3://bucket/model",
            "",
            good.manifest(),
            null,
            null,
            "",
            Protocol.V2,
            null,
            good.scaling(),
            Map.of(),
            Map.of(),
            good.options());
    Problems problems = new Problems();
    serving().check(Wishes.deploy("e", wrong).spec(), problems);
    serving().check(Wishes.deploy("e", faraway).spec(), problems);

    assertThat(problems.all())
        .extracting(Problem::field)
        .containsExactly("model.format", "model.location");
  }

  @Test
  void refusesAnotherMachineThanThisOne() {
    EndpointRevision here = on(Machine.type("local"));
    EndpointRevision elsewhere = on(Machine.type("ml.m5.large"));
    Problems problems = new Problems();
    serving().check(Wishes.deploy("e", here).spec(), problems);
    assertThat(problems.all()).isEmpty();

    serving().check(Wishes.deploy("e", elsewhere).spec(), problems);

    assertThat(problems.all()).extracting(Problem::field).containsExactly("machine.type");
  }

  private EndpointRevision on(Machine machine) {
    EndpointRevision good = revision("aaaa", 1, 2);
    return new EndpointRevision(
        good.hash(),
        good.modelUri(),
        good.modelHash(),
        good.manifest(),
        null,
        null,
        "",
        Protocol.V2,
        machine,
        good.scaling(),
        Map.of(),
        Map.of(),
        good.options());
  }

  @Test
  void leavesWhatAnotherLogMadeAlone() {
    Target<EndpointSpec> ours = Wishes.deploy("e", revision("aaaa", 1, 2));
    Wishes.drive(serving(), ours);
    Target<EndpointSpec> theirs = new Target<>("e", "another", 1, ours.spec(), null, Map.of());

    Observation seen = serving().observe(theirs);
    assertThat(seen.parts()).isNotEmpty().noneMatch(Part::ours);
    assertThat(((Next.Fail) serving().next(theirs, seen)).code())
        .isEqualTo(ErrorCode.CONFLICT_NOT_OURS);
    assertThatThrownBy(() -> serving().apply(Action.of("route", "endpoint", "e"), theirs))
        .isInstanceOfSatisfying(
            AloftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT_NOT_OURS));
    assertThat(predict(ours, 0, 1)).isEqualTo("2.0 by aaaa");
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
  void theInvokerSaysWhatIsWrong() {
    Target<EndpointSpec> target = Wishes.deploy("e", revision("aaaa", 1, 2));
    assertThatThrownBy(() -> serving().invoker(target, Observation.NOTHING))
        .isInstanceOfSatisfying(
            AloftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    Wishes.drive(serving(), target);
    Invoker invoker = serving().invoker(target, serving().observe(target));

    assertThat(invoker.maxRequestBytes()).isEqualTo(2_000);
    assertThatThrownBy(() -> invoker.invoke(Payload.of(new byte[2_001], "application/json"), LIMIT))
        .hasMessageContaining("2001 bytes");
    assertThatThrownBy(
            () -> invoker.invoke(Payload.of("{}".getBytes(UTF_8), "application/json"), LIMIT))
        .isInstanceOfSatisfying(
            AloftException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.MODEL_FAILED);
              assertThat(e.blame()).isEqualTo(dev.aloft.error.Blame.REQUEST);
            });
    Reply csv = invoker.invoke(Payload.of("0,1".getBytes(UTF_8), "text/csv"), LIMIT);
    assertThat(csv.text()).isEqualTo("2.0\n");
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

  @Test
  void settingsAreChecked() {
    assertThat(problems(Map.of("host", "0.0.0.0"))).containsExactly("token");
    assertThat(problems(Map.of("host", "0.0.0.0", "token", "t"))).isEmpty();
    assertThat(problems(Map.of("serving", "cloud", "port", "70000", "max-body", "0")))
        .containsExactly("serving", "port", "max-body");
    assertThat(problems(Map.of("host", "some.name"))).containsExactly("token");
  }

  @Test
  void aServerThatRunsIsNotSharedWithSettingsThatSayOtherwise() {
    Wishes.drive(serving(), Wishes.deploy("e", revision("aaaa", 1, 2)));
    Target<EndpointSpec> other = Wishes.deploy("f", revision("aaaa", 1, 2));

    assertThatThrownBy(
            () -> Wishes.drive(client("port", "1", "max-body", "3000", "token", "t0ken"), other))
        .isInstanceOfSatisfying(
            AloftException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
              assertThat(e.problems())
                  .extracting(Problem::field)
                  .containsExactly("port", "token", "max-body");
              assertThat(e.problems().toString()).contains("2000").doesNotContain("t0ken");
            });
    assertThat(Wishes.drive(client("max-body", "2000", "port", "0"), other)).isEqualTo(Next.done());
    assertThat(Wishes.drive(client(), other)).isEqualTo(Next.done());
    assertThat(Wishes.drive(client("port", "1"), Wishes.gone("f"))).isEqualTo(Next.done());
  }

  private LocalServing client(String... settings) {
    Map<String, String> all = new HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    return new LocalServing(home(), new DirectContext(all));
  }

  private LocalServing serving() {
    if (serving == null) {
      serving = new LocalServing(home(), context);
    }
    return serving;
  }

  private List<String> problems(Map<String, String> settings) {
    try {
      assertThat(new LocalServing(home(), new DirectContext(settings))).isNotNull();
      return List.of();
    } catch (AloftException e) {
      return e.problems().stream().map(Problem::field).toList();
    }
  }

  private LocalHome home() {
    return new LocalHome(folder.resolve("home"));
  }

  private EndpointState state(Target<EndpointSpec> target) {
    return serving().state(target, serving().observe(target));
  }

  private String predict(Target<EndpointSpec> target, double a, double b) {
    Invoker invoker = serving().invoker(target, serving().observe(target));
    Codec codec = Codecs.of(invoker.protocol());
    Payload payload = codec.encodeRequest(Table.of(List.of(Row.of(a, b))), TestModels.SIGNATURE);
    Reply reply = invoker.invoke(payload, LIMIT);
    return codec
            .decodeReply(reply.body(), reply.contentType(), 1, TestModels.SIGNATURE)
            .get(0)
            .getDouble(0)
        + " by "
        + reply.revision().orElse("nobody");
  }

  private EndpointRevision revision(String hash, double low, double high) {
    Path directory = folder.resolve("model-" + hash);
    return Wishes.revision(hash, directory, TestModels.write(directory, low, high));
  }
}
