package dev.aloft.local.training;

import dev.aloft.local.disk.Durable;
import dev.aloft.local.disk.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What goes on in a run. Lost when the machine stops, never half read.
 *
 * @param phase a few words for a person
 * @param fraction the fraction done, null when it is not known truly
 */
public record Progress(String phase, @Nullable Double fraction) {

  /** What the run says; nothing at first. */
  public static Progress read(RunDirectory run) throws IOException {
    try {
      JsonNode root = Json.read(run.progress());
      return new Progress(
          root.path("phase").asString(""),
          root.path("fraction").isNumber() ? root.path("fraction").asDouble() : null);
    } catch (NoSuchFileException e) {
      return new Progress("", null);
    }
  }

  /** Says it. Called often, so that it is not forced to the disk. */
  public void write(RunDirectory run) throws IOException {
    var root = Json.object().put("phase", phase);
    if (fraction != null) {
      root.put("fraction", fraction);
    }
    Path unfinished = Durable.temporary(run.path());
    Files.writeString(unfinished, Json.write(root));
    Files.move(unfinished, run.progress(), StandardCopyOption.ATOMIC_MOVE);
  }
}
