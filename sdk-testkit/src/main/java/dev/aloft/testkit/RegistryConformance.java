package dev.aloft.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.model.Model;
import dev.aloft.operation.Operation;
import dev.aloft.operation.OperationId;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Models get names and versions, and keep their content. */
@Needs("registry")
public abstract class RegistryConformance extends Conformance {
  private final String name = freshName("kit");

  /** For a provider's subclass. */
  protected RegistryConformance() {}

  @Test
  void aRegisteredModelIsFoundByItsName() {
    Model model = model(aloft());

    Model registered = model.register(name);

    assertThat(registered.name()).contains(name);
    assertThat(registered.version()).isPresent();
    Model found = another().aloft().models().get(name);
    assertThat(found.version()).isEqualTo(registered.version());
    assertThat(found.contentHash()).isEqualTo(model.contentHash());
    assertThat(found.manifest().signature()).isEqualTo(model.manifest().signature());
    assertThat(found.manifest().format()).isEqualTo(model.manifest().format());
    assertThat(aloft().models().list()).contains(name);
  }

  @Test
  void theSameContentIsTheSameVersion() {
    Model first = model(aloft()).register(name);
    Model again = model(aloft()).register(name);
    Model elsewhere = model(another().aloft()).register(name);

    assertThat(again.version()).isEqualTo(first.version());
    assertThat(elsewhere.version()).isEqualTo(first.version());
    assertThat(aloft().models().versions(name)).hasSize(1);
  }

  @Test
  void otherContentIsTheNextVersionAndTheNewestIsTaken() {
    Model first = model(aloft()).register(name);
    Model second = otherModel(aloft()).register(name);

    assertThat(second.version()).isNotEqualTo(first.version());
    assertThat(aloft().models().get(name).contentHash()).isEqualTo(second.contentHash());
    assertThat(aloft().models().get(name, first.version().orElseThrow()).contentHash())
        .isEqualTo(first.contentHash());
    assertThat(aloft().models().versions(name))
        .extracting(model -> model.version().orElseThrow())
        .containsExactly(second.version().orElseThrow(), first.version().orElseThrow());
  }

  @Test
  void whatIsNotThereIsNotFound() {
    model(aloft()).register(name);

    assertThat(failure(ErrorCode.NOT_FOUND, () -> aloft().models().get("kit-nobody")).getMessage())
        .contains("kit-nobody");
    AloftException version = failure(ErrorCode.NOT_FOUND, () -> aloft().models().get(name, "77"));
    assertThat(version.getMessage()).contains("77");
    assertThat(version.nextSteps().get(0).line()).isEqualTo(versions());
    assertThat(aloft().models().versions("kit-nobody")).isEmpty();
  }

  private String versions() {
    return "aloft.models().versions(\"" + name + "\")";
  }

  @Test
  @Needs("registry.aliases")
  void anAliasPointsAtOneVersionAndMoves() {
    String first = model(aloft()).register(name).version().orElseThrow();
    String second = otherModel(aloft()).register(name).version().orElseThrow();

    aloft().models().alias(name, "best", first);
    assertThat(another().aloft().models().get(name, "best").version()).contains(first);
    aloft().models().alias(name, "best", second);
    assertThat(aloft().models().get(name, "best").version()).contains(second);
    aloft().models().unalias(name, "best");
    aloft().models().unalias(name, "best");

    failure(ErrorCode.NOT_FOUND, () -> aloft().models().get(name, "best"));
    aloft().models().alias(name, "champion", second);
    AloftException misspelt =
        failure(ErrorCode.NOT_FOUND, () -> aloft().models().get(name, "chmpion"));
    assertThat(misspelt.summary()).contains("did you mean champion?");
    assertThat(misspelt.nextSteps().get(0).line()).isEqualTo(versions());
    failure(ErrorCode.NOT_FOUND, () -> aloft().models().alias(name, "best", "77"));
  }

  @Test
  void deletingAVersionLeavesTheOthers() {
    String first = model(aloft()).register(name).version().orElseThrow();
    String second = otherModel(aloft()).register(name).version().orElseThrow();

    aloft().models().delete(name, first);
    aloft().models().delete(name, first);

    failure(ErrorCode.NOT_FOUND, () -> aloft().models().get(name, first));
    assertThat(aloft().models().get(name).version()).contains(second);
    aloft().models().delete(name, second);
    assertThat(aloft().models().versions(name)).isEmpty();
    proveNothingIsLeft(aloft());
  }

  @Test
  void aDeletedVersionCanBeRegisteredAnew() {
    String first = model(aloft()).register(name).version().orElseThrow();
    aloft().models().delete(name, first);

    Model anew = model(aloft()).register(name);

    assertThat(aloft().models().get(name).version()).isEqualTo(anew.version());
    assertThat(aloft().models().versions(name)).hasSize(1);
  }

  @Test
  void anUploadedDirectoryComesBackByteForByte() {
    Model uploaded = aloft().models().upload(fixtures().model().directory(), name);

    Path copy = another().aloft().models().get(name).download(directory().resolve("copy"));

    assertThat(uploaded.contentHash()).isEqualTo(model(aloft()).contentHash());
    uploaded
        .manifest()
        .files()
        .keySet()
        .forEach(
            file ->
                assertThat(copy.resolve(file))
                    .hasSameBinaryContentAs(fixtures().model().directory().resolve(file)));
  }

  @Test
  void registeringIsAnOperationThatAnyProcessResumes() {
    Operation<Model> operation = model(aloft()).startRegister(name);
    OperationId id = OperationId.parse(operation.id().toString());

    await(operation);

    assertThat(id).isEqualTo(operation.id());
    Object resumed = another().aloft().resume(id).await(harness().patience());
    assertThat(resumed).isInstanceOf(Model.class);
    assertThat(((Model) resumed).version()).isEqualTo(await(operation).version());
  }

  @Test
  void aRegisteredModelServesAndTrains() {
    Model registered = model(aloft()).register(name);

    assertThat(registered.toString()).contains(name);
    assertThat(registered.download(directory().resolve("copy"))).isDirectory();
  }

  @Test
  void twoOwnersDoNotSeeEachOthersVersionsAsTheirs() {
    model(aloft()).register(name);
    ClientProcess stranger = stranger();

    assertThat(stranger.aloft().orphans().parts()).isEmpty();
  }
}
