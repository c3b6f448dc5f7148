package dev.aloft.local.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.Aloft;
import dev.aloft.driver.Target;
import dev.aloft.local.DirectContext;
import dev.aloft.local.LocalHome;
import dev.aloft.model.ModelManifest;
import dev.aloft.serving.Endpoint;
import dev.aloft.serving.EndpointSpec;
import dev.aloft.serving.EndpointState;
import dev.aloft.serving.EndpointStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of an endpoint is what is there, not what was wished. */
class StatusTest {
  @TempDir Path folder;

  @Test
  void anEndpointThatIsGoneServesNobodyAlthoughItIsWished() throws Exception {
    Path directory = folder.resolve("model");
    ModelManifest manifest = TestModels.write(directory, 1, 2);
    Files.writeString(directory.resolve(ModelManifest.FILE), manifest.toJson());
    LocalHome home = new LocalHome(folder.resolve("home"));
    try (Aloft aloft =
        Aloft.builder().provider("local").set("home", home.root().toString()).open()) {
      Endpoint endpoint = aloft.models().at(directory.toString()).deploy("wine");
      EndpointStatus serving = endpoint.status();
      assertThat(serving.traffic().values()).containsExactly(100);
      assertThat(serving.parts().get(0).fact("holder"))
          .isEqualTo("program " + ProcessHandle.current().pid() + ", with which it ends");

      String owner = serving.parts().get(0).fact("aloft-owner");
      Target<EndpointSpec> gone = new Target<>("wine", owner, 9, null, null, Map.of());
      Wishes.drive(new LocalServing(home, new DirectContext(Map.of())), gone);

      assertThat(endpoint.status().state()).isEqualTo(EndpointState.ABSENT);
      assertThat(endpoint.status().traffic()).isEmpty();
    }
  }
}
