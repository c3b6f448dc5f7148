package dev.aloft.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.driver.Part;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.Problem;
import dev.aloft.model.Model;
import dev.aloft.serving.Endpoint;
import dev.aloft.training.TrainingJob;
import dev.aloft.training.TrainingRun;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that cannot be are refused by name; those that can stay apart, however alike they look. */
public abstract class NamesConformance extends Conformance {
  private static final String LONGEST = "abcdefghijklmnopqrstuvwx";

  /** For a provider's subclass. */
  protected NamesConformance() {}

  private void refused(String field, String name, ThrowingCallable action) {
    AloftException error = refusal(ErrorCode.INVALID_REQUEST, process(), action);
    assertThat(error.problems()).as(error.getMessage()).hasSize(1);
    Problem problem = error.problems().get(0);
    assertThat(problem.field()).isEqualTo(field);
    assertThat(problem.value()).isEqualTo(name);
    assertThat(problem.fix()).contains("24");
  }

  /** The good job under another name. */
  private TrainingJob.Builder named(String name) {
    TrainingJob good = fixtures().good();
    TrainingJob.Builder job = TrainingJob.builder(name, good.workload());
    good.inputs().forEach(job::input);
    good.hyperparameters()
        .forEach(
            (parameter, value) -> {
              if (value instanceof Number number) {
                job.hyperparameter(parameter, number);
              } else {
                job.hyperparameter(parameter, value.toString());
              }
            });
    return job;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "UPPER",
        "-a",
        "a-",
        "a--b",
        "a_b",
        "a.b",
        "a/b",
        "../x",
        "a b",
        "\u00e4",
        "\uff11",
        "1abc",
        "a\nb",
        "a\u0000b",
        "a;rm -rf",
        "$(x)",
        "a'b",
        "abcdefghijklmnopqrstuvwxy",
        "a%41",
        "\ud83d\ude80",
        "a\u200bb",
        "\u0131"
      })
  void anUglyNameIsRefusedBeforeAnythingIsSent(String name) {
    refused("name", name, () -> named(name).build());
    if (can(dev.aloft.Capability.SERVING)) {
      Model model = model(another().aloft());
      refused("name", name, () -> aloft().deploy(name, model));
      refused("name", name, () -> aloft().endpoint(name).undeploy());
      refused("name", name, () -> aloft().endpoint(name).update(model));
      refused("name", name, () -> aloft().endpoint(name).predict(fixtures().row()));
    }
    if (can(dev.aloft.Capability.REGISTRY)) {
      Model model = model(aloft());
      refused("name", name, () -> model.register(name));
      refused("name", name, () -> aloft().models().get(name));
      refused("name", name, () -> aloft().models().versions(name));
    }
    if (can(dev.aloft.Capability.ALIASES)) {
      refused("alias", name, () -> aloft().models().alias("kit", name, "1"));
    }
  }

  @Test
  @Needs("serving")
  void theLongestAndTheShortestNamesServe() {
    for (String name : List.of(LONGEST, "a")) {
      Endpoint endpoint = model(aloft()).deploy(name);
      assertThat(endpoint.predict(fixtures().row()).value()).matches(fixtures().model()::says);
      endpoint.undeploy();
    }
    proveNothingIsLeft(aloft());
  }

  @Test
  @Needs("training")
  void theLongestGroupAndALongKeyTrain() {
    TrainingRun run = aloft().trainer().train(named(LONGEST).key("k".repeat(64)).build());

    assertThat(await(run).contentHash()).isNotBlank();
    assertThat(run.group()).isEqualTo(LONGEST);
    assertThat(run.name()).startsWith(LONGEST + "-").hasSizeLessThanOrEqualTo(48);
  }

  @Test
  @Needs("serving")
  void namesThatLookAlikeHaveNoPartInCommon() {
    List<String> names =
        List.of("abcdefghijklmnopqrstuvwa", "abcdefghijklmnopqrstuvwb", "kit-a", "kita", "kit-a-a");
    Set<String> seen = new HashSet<>();
    List<Endpoint> endpoints = new ArrayList<>();
    for (String name : names) {
      Endpoint endpoint = model(aloft()).deploy(name);
      endpoints.add(endpoint);
      for (Part part : endpoint.status().parts()) {
        assertThat(seen.add(part.kind() + " " + part.id())).as(part + " of " + name).isTrue();
      }
    }

    endpoints.get(0).undeploy();
    endpoints.get(2).undeploy();

    for (int i : new int[] {1, 3, 4}) {
      assertThat(endpoints.get(i).predict(fixtures().row()).value())
          .as(names.get(i))
          .matches(fixtures().model()::says);
      endpoints.get(i).undeploy();
    }
    proveNothingIsLeft(aloft());
  }

  @Test
  @Needs("serving")
  void theSameNameHasTheSamePartsEveryTime() {
    Endpoint endpoint = model(aloft()).deploy("kit-same");
    List<String> first = endpoint.status().parts().stream().map(Part::id).sorted().toList();
    endpoint.undeploy();

    Endpoint again = model(another().aloft()).deploy("kit-same");

    assertThat(again.status().parts().stream().map(Part::id).sorted()).isEqualTo(first);
  }

  @Test
  @Needs("registry")
  void modelsWhoseNamesLookAlikeStayApart() {
    model(aloft()).register("kit-a");
    otherModel(aloft()).register("kita");

    assertThat(aloft().models().get("kit-a").contentHash())
        .isNotEqualTo(aloft().models().get("kita").contentHash());
    assertThat(aloft().models().versions("kit-a")).hasSize(1);
    aloft().models().delete("kit-a", aloft().models().get("kit-a").version().orElseThrow());
    assertThat(aloft().models().versions("kita")).hasSize(1);
  }
}
