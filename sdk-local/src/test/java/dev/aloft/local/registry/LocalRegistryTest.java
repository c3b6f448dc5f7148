package dev.aloft.local.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.data.Column;
import dev.aloft.data.DataType;
import dev.aloft.driver.Next;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Part;
import dev.aloft.driver.RegisteredVersion;
import dev.aloft.driver.Registration;
import dev.aloft.driver.Target;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.local.ChildJvm;
import dev.aloft.local.DirectContext;
import dev.aloft.local.Eventually;
import dev.aloft.local.LocalHome;
import dev.aloft.model.ModelFormat;
import dev.aloft.model.ModelManifest;
import dev.aloft.model.Signature;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalRegistryTest {
  @TempDir Path directory;

  private LocalHome home;
  private LocalRegistry registry;

  @BeforeEach
  void open() {
    home = new LocalHome(directory.resolve("home"));
    registry = new LocalRegistry(home, new DirectContext(Map.of()));
  }

  @Test
  void numbersVersionsAndKeepsTheirFiles() throws IOException {
    Registration first = register("churn", "one");
    register("churn", "two");

    RegisteredVersion found = registry.find("churn", "1").orElseThrow();
    assertThat(found.modelHash()).isEqualTo(first.modelHash());
    assertThat(found.manifest()).isEqualTo(first.manifest());
    assertThat(Path.of(URI.create(found.modelUri())).resolve("sub/model.txt")).hasContent("one");
    assertThat(registry.find("churn", null).orElseThrow().version()).isEqualTo("2");
    assertThat(registry.versions("churn", null).items())
        .extracting(RegisteredVersion::version)
        .containsExactly("2", "1");
    assertThat(registry.names(null).items()).containsExactly("churn");
  }

  @Test
  void findsTheSameWishAgain() throws IOException {
    Target<Registration> target = target("churn", wish("churn", "one"));
    Next.Act create = (Next.Act) registry.next(target, registry.observe(target));

    registry.apply(create.action(), target);
    registry.apply(create.action(), target);

    Observation seen = registry.observe(target);
    assertThat(registry.next(target, seen)).isInstanceOf(Next.Done.class);
    Part part = seen.parts().get(0);
    assertThat(part.ours()).isTrue();
    assertThat(registry.nameOf(part)).isEqualTo(target.name());
    assertThat(registry.versions("churn", null).items()).hasSize(1);
    assertThat(registry.owned("log-1", null).items()).containsExactly(part);
    assertThat(registry.owned("log-2", null).items()).isEmpty();
  }

  @Test
  void removesAVersionAndNeverGivesItsNumberAgain() throws IOException {
    register("churn", "one");
    Registration second = register("churn", "two");
    registry.alias("churn", "best", "2");
    Target<Registration> gone =
        new Target<>(name("churn", second), "log-1", 2, null, second, Map.of());

    step(gone);

    assertThat(registry.next(gone, registry.observe(gone))).isInstanceOf(Next.Done.class);
    assertThat(registry.find("churn", "2")).isEmpty();
    assertThat(registry.find("churn", "best")).isEmpty();
    register("churn", "three");
    assertThat(registry.find("churn", null).orElseThrow().version()).isEqualTo("3");
  }

  @Test
  void leavesWhatAnotherLogRegistered() throws IOException {
    Registration wish = register("churn", "one");
    Target<Registration> gone = new Target<>(name("churn", wish), "log-2", 2, null, null, Map.of());

    assertThat(registry.next(gone, registry.observe(gone)))
        .isInstanceOfSatisfying(
            Next.Fail.class,
            fail -> assertThat(fail.code()).isEqualTo(ErrorCode.CONFLICT_NOT_OURS));
  }

  @Test
  void movesAliases() throws IOException {
    register("churn", "one");
    register("churn", "two");
    registry.alias("churn", "production", "1");
    registry.alias("churn", "canary", "2");
    assertThat(registry.find("churn", "production").orElseThrow().version()).isEqualTo("1");

    registry.alias("churn", "production", "canary");
    assertThat(registry.find("churn", "2").orElseThrow().aliases())
        .containsExactlyInAnyOrder("canary", "production");
    assertThat(registry.find("churn", "1").orElseThrow().aliases()).isEmpty();

    registry.unalias("churn", "production");
    registry.unalias("churn", "production");
    assertThat(registry.find("churn", "production")).isEmpty();
    assertThat(codeOf(() -> registry.alias("churn", "x", "9"))).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(codeOf(() -> registry.alias("churn", "3", "1")))
        .isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(codeOf(() -> registry.alias("churn", "../x", "1")))
        .isEqualTo(ErrorCode.INVALID_REQUEST);
  }

  @Test
  void refusesBytesThatAreNotTheManifests() throws IOException {
    Registration wish = wish("churn", "one");
    Path file = Path.of(URI.create(wish.modelUri())).resolve("sub/model.txt");
    Files.writeString(file, "other");
    assertThat(codeOf(() -> step(target("churn", wish)))).isEqualTo(ErrorCode.DATA_CORRUPTED);

    Files.delete(file);
    assertThat(codeOf(() -> step(target("churn", wish)))).isEqualTo(ErrorCode.DATA_CORRUPTED);
    assertThat(registry.find("churn", null)).isEmpty();
    assertThat(registry.names(null).items()).isEmpty();
  }

  @Test
  void knowsNothingUnderWhatIsNoName() {
    assertThat(registry.find("../churn", null)).isEmpty();
    assertThat(registry.versions("..", null).items()).isEmpty();
    assertThatThrownBy(() -> registry.alias("../churn", "a", "1"))
        .isInstanceOf(AloftException.class);
  }

  @Test
  void pagesThroughManyVersions() throws IOException {
    Path first = home.models().resolve("churn").resolve("1");
    register("churn", "one");
    for (int number = 2; number <= 205; number++) {
      Path copy = first.resolveSibling(Integer.toString(number));
      Files.createDirectories(copy.resolve("files"));
      Files.copy(first.resolve("version.json"), copy.resolve("version.json"));
      Files.copy(first.resolve("files/aloft-model.json"), copy.resolve("files/aloft-model.json"));
    }

    int seen = 0;
    String cursor = null;
    do {
      var page = registry.versions("churn", cursor);
      seen += page.items().size();
      cursor = page.cursor();
    } while (cursor != null);
    assertThat(seen).isEqualTo(205);
  }

  @Test
  void losesNothingWhenProcessesRegisterAndAreKilled() throws Exception {
    List<Process> writers = new ArrayList<>();
    for (String who : List.of("a", "b", "victim")) {
      writers.add(ChildJvm.start(Writer.class, directory.toString(), who));
    }
    Eventually.holds("the victim registers", () -> registry.find("churn", null).isPresent());
    writers.get(2).destroyForcibly().waitFor();
    assertThat(writers.get(0).waitFor()).isZero();
    assertThat(writers.get(1).waitFor()).isZero();

    List<RegisteredVersion> versions = registry.versions("churn", null).items();
    assertThat(versions).hasSizeBetween(2 * Writer.COUNT, 3 * Writer.COUNT);
    TreeSet<Integer> numbers = new TreeSet<>();
    for (RegisteredVersion version : versions) {
      numbers.add(Integer.valueOf(version.version()));
      Path files = Path.of(URI.create(version.modelUri()));
      assertThat(
              ModelManifest.describe(
                      files, ModelFormat.CUSTOM, "", Signature.UNKNOWN, null, Map.of())
                  .contentHash())
          .isEqualTo(version.modelHash());
    }
    assertThat(numbers).hasSize(versions.size());
    assertThat(numbers.last()).isEqualTo(versions.size());
  }

  /** Registers models of its own under one name. */
  static final class Writer {
    static final int COUNT = 8;

    public static void main(String[] arguments) throws IOException {
      LocalRegistryTest test = new LocalRegistryTest();
      test.directory = Path.of(arguments[0]);
      test.open();
      for (int i = 0; i < COUNT; i++) {
        test.register("churn", arguments[1] + i);
      }
    }
  }

  private Registration register(String name, String content) throws IOException {
    Registration wish = wish(name, content);
    step(target(name, wish));
    return wish;
  }

  private void step(Target<Registration> target) {
    if (registry.next(target, registry.observe(target)) instanceof Next.Act act) {
      registry.apply(act.action(), target);
    }
  }

  private Target<Registration> target(String name, Registration wish) {
    return new Target<>(name(name, wish), "log-1", 1, wish, null, Map.of());
  }

  private static String name(String name, Registration wish) {
    return name + "@" + wish.modelHash().substring(0, 12);
  }

  private Registration wish(String name, String content) throws IOException {
    Path model = directory.resolve("models of the test").resolve(content);
    Files.createDirectories(model.resolve("sub"));
    Files.writeString(model.resolve("sub/model.txt"), content);
    ModelManifest manifest =
        ModelManifest.describe(
            model,
            ModelFormat.CUSTOM,
            "1",
            new Signature(List.of(new Column("x", DataType.FLOAT64)), List.of()),
            null,
            Map.of("k", "v"));
    return new Registration(
        name, model.toUri().toString(), manifest.contentHash(), manifest, Map.of(), null);
  }

  private static ErrorCode codeOf(Runnable request) {
    try {
      request.run();
    } catch (AloftException e) {
      return e.code();
    }
    throw new AssertionError("no error");
  }
}
