package dev.aloft.local.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.Aloft;
import dev.aloft.data.Row;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.local.ChildJvm;
import dev.aloft.serving.Endpoint;
import dev.aloft.serving.EndpointState;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others find of an endpoint inside a program that was killed. */
class DeadProgramTest {
  private static final Row ROW = Row.of(0.0, 1.0);

  @TempDir Path folder;

  @Test
  void itsEndpointIsAbsentAndRecoverSettlesIt() throws Exception {
    Path home = folder.resolve("home");
    Process program = program(home);
    try (Aloft aloft = MortalProgram.open(home)) {
      Endpoint endpoint = aloft.endpoint(MortalProgram.ENDPOINT);
      assertThat(endpoint.predict(ROW).value()).isEqualTo(7);

      program.destroyForcibly().waitFor();

      assertThat(endpoint.status().state()).isEqualTo(EndpointState.ABSENT);
      AloftException error =
          catchThrowableOfType(AloftException.class, () -> endpoint.predict(ROW));
      assertThat(error.code()).isEqualTo(ErrorCode.NOT_FOUND);
      assertThat(error.summary())
          .contains("it ended with program " + program.pid(), "serving=process");
      assertThat(aloft.endpoints()).isEmpty();
      aloft.recover();
      assertThat(aloft.recover().isEmpty()).as("what is half done after recover").isTrue();
      assertThat(aloft.orphans().parts()).isEmpty();
      Endpoint again = aloft.models().get("mortal").deploy(MortalProgram.ENDPOINT);
      assertThat(again.predict(ROW).value()).isEqualTo(7);
      again.undeploy();
      assertThat(home.resolve("endpoints")).isEmptyDirectory();
    } finally {
      program.destroyForcibly();
    }
  }

  private Process program(Path home) throws Exception {
    Process program =
        ChildJvm.builder(MortalProgram.class, home.toString(), folder.resolve("model").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(program.getInputStream(), StandardCharsets.UTF_8));
    assertThat(output.readLine()).isEqualTo("deployed");
    return program;
  }
}
