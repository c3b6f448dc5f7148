package dev.aloft.local;

import dev.aloft.driver.Settings;
import dev.aloft.error.Problems;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The directory that holds everything of the local provider; the package describes what lies where.
 * Making one touches no file. Immutable.
 *
 * @param root the absolute path of the directory
 */
public record LocalHome(Path root) {
  /** The name of the setting. */
  public static final String SETTING = "home";

  /** Makes the path absolute. */
  public LocalHome {
    root = root.toAbsolutePath().normalize();
  }

  /** The directory that the settings name, by default {@code ~/.aloft}. */
  public static LocalHome of(Settings settings) {
    String text = settings.get(SETTING).orElse("~/.aloft");
    return new LocalHome(
        text.equals("~") || text.startsWith("~/")
            ? Path.of(System.getProperty("user.home") + text.substring(1))
            : Path.of(text));
  }

  /**
   * Refuses a place where no directory is and none can be made. Looks only; a directory that cannot
   * be written is refused when something is written.
   *
   * @throws dev.aloft.error.AloftException INVALID_REQUEST naming the setting
   */
  LocalHome requireUsable() {
    Path there = root;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    String fault =
        !Files.isDirectory(there)
            ? there + " is a file"
            : there.equals(root) || Files.isWritable(there) ? "" : there + " may not be written";
    Problems problems = new Problems();
    problems.require(
        fault.isEmpty(), SETTING, root, "a directory, or where one can be made; " + fault);
    problems.throwIfAny("the configuration of this machine");
    return this;
  }

  /** The path without its leading slash, as operation ids hold it. */
  public String scope() {
    String text = root.toString().replace('\\', '/');
    return text.startsWith("/") ? text.substring(1) : text;
  }

  /** Where the staging store lies by default. */
  public Path store() {
    return root.resolve("store");
  }

  /** Training runs, one directory each. */
  public Path runs() {
    return root.resolve("runs");
  }

  /** One empty file for each run that has not ended. */
  public Path active() {
    return root.resolve("active");
  }

  /** Registered models. */
  public Path models() {
    return root.resolve("models");
  }

  /** Virtual environments of Python. */
  public Path environments() {
    return root.resolve("environments");
  }

  /** Jars taken out of a jar of jars. */
  public Path classes() {
    return root.resolve("classes");
  }
}
