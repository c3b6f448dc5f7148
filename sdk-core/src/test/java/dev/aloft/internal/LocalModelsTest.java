package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.internal.layers.HandTiming;
import dev.aloft.internal.staging.Hands;
import dev.aloft.model.ModelManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LocalModelsTest {
  private static final Hands HANDS = new Hands(Runnable::run, new HandTiming());

  @TempDir Path model;

  @Test
  void saysThatAManifestIsNoText() throws IOException {
    Files.write(model.resolve(ModelManifest.FILE), new byte[] {(byte) 0xff, (byte) 0xfe, 'a'});

    AloftException error =
        catchThrowableOfType(AloftException.class, () -> LocalModels.manifest(model));

    assertThat(error.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(error.summary()).contains(model.toString());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void takesNamesWithABackslash() throws IOException {
    Files.writeString(model.resolve("we\\ird.ubj"), "trees");
    MemoryStore store = new MemoryStore(new HandTiming());

    String uri = StoredModels.upload(model, LocalModels.manifest(model), store, HANDS);

    assertThat(store.head(uri.substring("mem:".length()) + "/we\\ird.ubj")).isPresent();
  }

  @Test
  void refusesAnAddressThatIsNoUri() {
    try (CloudClient cloud = CloudClient.open()) {
      AloftException error =
          catchThrowableOfType(
              AloftException.class, () -> cloud.session.models().at("file:///tmp/my model"));

      assertThat(error.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
      assertThat(error.summary()).contains("%20");
    }
  }
}
