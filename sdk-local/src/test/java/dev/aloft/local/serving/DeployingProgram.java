package dev.aloft.local.serving;

import dev.aloft.local.DirectContext;
import dev.aloft.local.LocalHome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A program that deploys "e" and lives until its input ends. */
final class DeployingProgram {
  private DeployingProgram() {}

  /** Takes the home, the directory for its model, the mode, and what the model answers. */
  public static void main(String[] arguments) throws IOException {
    LocalServing serving =
        new LocalServing(
            new LocalHome(Path.of(arguments[0])),
            new DirectContext(Map.of("serving", arguments[2])));
    Path directory = Path.of(arguments[1]);
    double answer = Double.parseDouble(arguments[3]);
    Wishes.drive(
        serving,
        Wishes.deploy(
            "e", Wishes.revision("child", directory, TestModels.write(directory, answer, answer))));
    System.out.println("deployed");
    while (System.in.read() >= 0) {
      Thread.onSpinWait();
    }
  }
}
