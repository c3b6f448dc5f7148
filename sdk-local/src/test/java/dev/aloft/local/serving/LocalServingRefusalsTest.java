package dev.aloft.local.serving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.Machine;
import dev.aloft.data.Row;
import dev.aloft.driver.Action;
import dev.aloft.driver.Invoker;
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
import dev.aloft.local.DirectContext;
import dev.aloft.model.ModelFormat;
import dev.aloft.model.ModelManifest;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import dev.aloft.serving.Protocol;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What this machine does not serve, and how it says so. */
class LocalServingRefusalsTest extends LocalServingLives {

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

  private List<String> problems(Map<String, String> settings) {
    try {
      assertThat(new LocalServing(home(), new DirectContext(settings))).isNotNull();
      return List.of();
    } catch (AloftException e) {
      return e.problems().stream().map(Problem::field).toList();
    }
  }
}
