package dev.aloft.local.serving;

import dev.aloft.Aloft;
import dev.aloft.model.ModelManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Deploys a model inside itself, says so, and lives until it is ended. */
public final class MortalProgram {
  static final String ENDPOINT = "mortal";

  private MortalProgram() {}

  /** Takes the home and the directory for its model. */
  public static void main(String[] arguments) throws IOException {
    Path model = Path.of(arguments[1]);
    String manifest = TestModels.write(model, 7, 7).toJson();
    Files.writeString(model.resolve(ModelManifest.FILE), manifest);
    try (Aloft aloft = open(Path.of(arguments[0]))) {
      aloft.models().upload(model, "mortal").deploy(ENDPOINT);
      System.out.println("deployed");
      while (System.in.read() >= 0) {
        Thread.onSpinWait();
      }
    }
  }

  static Aloft open(Path home) {
    return Aloft.builder()
        .provider("local")
        .set("home", home.toString())
        .set("serving", "embedded")
        .open();
  }
}
