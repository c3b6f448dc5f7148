package dev.aloft.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.Aloft;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.Problem;
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

  @ParameterizedTest
  @ValueSource(strings = {"0", "-3", "99999999999"})
  void runsAtOnceAreAtLeastOne(String runs) {
    assertThat(refusal("max-runs", runs))
        .isEqualTo(new Problem("max-runs", runs, "from 1 to 10000"));
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
