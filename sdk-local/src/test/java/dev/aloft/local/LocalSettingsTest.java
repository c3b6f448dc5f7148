package dev.aloft.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aloft.Aloft;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.Problem;
import dev.aloft.local.training.TrainingBench;
import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that cannot be right are refused when a client is opened. */
class LocalSettingsTest {
  @TempDir Path folder;

  @Test
  void aHomeIsADirectory() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "x");
    for (Path home : new Path[] {file, file.resolve("below")}) {
      assertThat(refusal("home", home.toString()))
          .isEqualTo(
              new Problem(
                  "home",
                  home.toString(),
                  "a directory, or where one can be made; " + file + " is a file"));
    }
    try (Aloft aloft = open("home", folder.resolve("a/b").toString())) {
      assertThat(aloft).isNotNull();
      assertThat(folder.resolve("a")).doesNotExist();
    }
  }

  @Test
  void aHomeThatIsALinkToNothingIsRefused() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nothing"));

    assertThat(refusal("home", link.toString()).fix()).endsWith(link + " is a link to nothing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/proc/x", "/proc/x/y", "/proc/self"})
  void aHomeThatCannotBeMadeIsNamedAtTheFirstUse(String home) throws Exception {
    assumeTrue(Files.isDirectory(Path.of("/proc/self")), "there is no such place here");
    Path script = TrainingBench.script(folder.resolve("code"), "pass");
    TrainingJob job = TrainingJob.builder("job", Script.of(script, "train.py")).build();

    AloftException refused =
        catchThrowableOfType(
            AloftException.class,
            () -> {
              try (Aloft aloft = open("home", home)) {
                aloft.trainer().train(job);
              }
            });

    assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(refused.problems()).hasSize(1);
    assertThat(refused.problems().get(0).field()).isEqualTo("home");
    assertThat(refused.problems().get(0).value()).isEqualTo(home);
    assertThat(refused.problems().get(0).fix())
        .matches("a directory, or where one can be made; /proc/.* may not be written");
    assertThat(refused.getMessage()).contains("home = \"" + home + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-3", "99999999999"})
  void runsAtOnceAreAtLeastOne(String runs) {
    assertThat(refusal("max-runs", runs))
        .isEqualTo(new Problem("max-runs", runs, "from 1 to 10000; from the builder"));
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() {
    String uri = "local:?servin=process&serving=proces&max-runs=many&stop-grace=-PT1S&port=x";

    AloftException refused =
        catchThrowableOfType(AloftException.class, () -> Aloft.open(uri).close());

    assertThat(refused.problems())
        .extracting(Problem::field)
        .containsExactly("setting", "max-runs", "stop-grace", "serving", "port");
    assertThat(refused.problems().get(1))
        .isEqualTo(new Problem("max-runs", "many", "a whole number; from the URI"));
  }

  private Problem refusal(String setting, String value) {
    AloftException refused =
        catchThrowableOfType(AloftException.class, () -> open(setting, value).close());
    assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(refused.problems()).hasSize(1);
    return refused.problems().get(0);
  }

  private Aloft open(String setting, String value) {
    return Aloft.builder()
        .provider("local")
        .set("home", folder.resolve("home").toString())
        .set(setting, value)
        .open();
  }
}
