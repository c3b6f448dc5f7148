package dev.aloft.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The user's Python program, run under the portable training contract, the same on every provider.
 * What it needs is in variables of its environment:
 *
 * <ul>
 *   <li>{@code ALOFT_INPUT_<NAME>}: the path of an input, a file or a directory
 *   <li>{@code ALOFT_MODEL_DIR}: the directory that becomes the model. A script that ends and has
 *       written nothing there has failed, with USER_CODE_FAILED; of several machines the first one
 *       writes
 *   <li>{@code ALOFT_HYPERPARAMETERS}: the path of a JSON object; the values also arrive as {@code
 *       --name value}
 *   <li>{@code ALOFT_METRICS}: the path of a file to append JSON lines to, with {@code name},
 *       {@code value} and perhaps {@code step}
 *   <li>{@code ALOFT_OUTPUT_DIR}, {@code ALOFT_CHECKPOINT_DIR}: directories for what else is worth
 *       keeping, and for what survives interruptions
 *   <li>{@code ALOFT_RUN}, {@code ALOFT_PROVIDER}, {@code ALOFT_RANK}, {@code ALOFT_WORLD_SIZE},
 *       {@code ALOFT_HOSTS}: who and where it is
 * </ul>
 *
 * Immutable.
 */
public final class Script implements Workload {
  private final Path directory;
  private final String entry;
  private final @Nullable String image;
  private final boolean requirements;
  private final List<String> arguments;

  private Script(
      Path directory,
      String entry,
      @Nullable String image,
      boolean requirements,
      List<String> arguments) {
    this.directory = directory;
    this.entry = entry;
    this.image = image;
    this.requirements = requirements;
    this.arguments = List.copyOf(arguments);
  }

  /** The file {@code entry} below a directory; {@link #files} go along. */
  public static Script of(Path directory, String entry) {
    return new Script(directory, entry, null, false, List.of());
  }

  /** The file {@code entry} below a directory; {@link #files} go along. */
  public static Script of(String directory, String entry) {
    return of(Path.of(directory), entry);
  }

  /** Runs in this image where the provider uses images; default is one that the provider picks. */
  public Script image(String uri) {
    return new Script(directory, entry, uri, requirements, arguments);
  }

  /** Installs {@code requirements.txt} of the directory first. Default: no. */
  public Script installRequirements() {
    return new Script(directory, entry, image, true, arguments);
  }

  /** Arguments put before the hyperparameters. */
  public Script arguments(String... values) {
    return new Script(directory, entry, image, requirements, List.of(values));
  }

  /** The directory. */
  public Path directory() {
    return directory;
  }

  /**
   * The files that go along, in order of their paths: all of the directory, links followed, but
   * what a run has no use for, which is the data of version control, compiled Python, checkpoints
   * of notebooks, and virtual environments.
   */
  public List<Path> files() throws IOException {
    return ScriptFiles.of(directory);
  }

  /** The program, relative to the directory. */
  public String entry() {
    return entry;
  }

  /** The image asked for. */
  public Optional<String> image() {
    return Optional.ofNullable(image);
  }

  /** Whether {@code requirements.txt} is installed first. */
  public boolean installsRequirements() {
    return requirements;
  }

  /** Arguments put before the hyperparameters. */
  public List<String> arguments() {
    return arguments;
  }

  @Override
  public String kind() {
    return "script";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Script script
        && directory.equals(script.directory)
        && entry.equals(script.entry)
        && Objects.equals(image, script.image)
        && requirements == script.requirements
        && arguments.equals(script.arguments);
  }

  @Override
  public int hashCode() {
    return Objects.hash(directory, entry, image, requirements, arguments);
  }

  @Override
  public String toString() {
    return directory + "/" + entry;
  }
}
