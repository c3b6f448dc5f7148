package dev.aloft.local.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.Aloft;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.model.Model;
import dev.aloft.model.ModelManifest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a deploy says when no server can listen where the settings want it. */
@Timeout(90)
class ListenTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"embedded", "process"})
  void aPortInUseIsNamedAtOnce(String mode) throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      AloftException refused = refusal(mode, "port", port);
      assertThat(refused.getMessage())
          .contains(
              "port = " + port + ": a free port, or 0 for any; another program listens there");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "embedded, 203.0.113.9, this is none",
    "process, 203.0.113.9, this is none",
    "embedded, no.such.host.invalid, no machine is known by this name",
  })
  void aHostThatIsNotThisMachineIsNamedAtOnce(String mode, String host, String why)
      throws Exception {
    assertThat(refusal(mode, "host", host).getMessage())
        .contains("host = \"" + host + "\": an address of this machine, such as 127.0.0.1; " + why);
  }

  @Test
  void nothingIsLeftOfIt() throws Exception {
    try (Aloft aloft = Aloft.builder().provider("local").set("home", home()).open()) {
      refusal("embedded", "host", "203.0.113.9");
      assertThat(aloft.endpoints()).isEmpty();
      assertThat(aloft.recover().toString()).doesNotContain("wine");
    }
  }

  private AloftException refusal(String mode, String setting, String value) throws IOException {
    Path directory = folder.resolve("model");
    ModelManifest manifest = TestModels.write(directory, 1, 2);
    Files.writeString(directory.resolve(ModelManifest.FILE), manifest.toJson());
    try (Aloft aloft =
        Aloft.builder()
            .provider("local")
            .set("home", home())
            .set("serving", mode)
            .set("token", "shown by callers")
            .set(setting, value)
            .open()) {
      Model model = aloft.models().at(directory.toString());
      AloftException refused =
          catchThrowableOfType(AloftException.class, () -> model.deploy("wine"));
      assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
      return refused;
    }
  }

  private String home() {
    return folder.resolve("home").toString();
  }
}
