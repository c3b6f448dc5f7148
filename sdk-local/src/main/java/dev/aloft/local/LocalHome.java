package dev.aloft.local;

import dev.aloft.driver.Settings;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.Problem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
   * Refuses a place where no directory is and none can be made, as far as a look tells; the rest is
   * refused when something is written, see {@link HomeContext}.
   *
   * @throws dev.aloft.error.AloftException INVALID_REQUEST naming the setting
   */
  LocalHome requireUsable() {
    Path there = root;
    while (!Files.exists(there, LinkOption.NOFOLLOW_LINKS) && there.getParent() != null) {
      there = there.getParent();
    }
    if (!Files.exists(there)) {
      throw unusable(there + " is a link to nothing", null);
    }
    if (!Files.isDirectory(there)) {
      throw unusable(there + " is a file", null);
    }
    if (!there.equals(root) && !Files.isWritable(there)) {
      throw unusable(there + " may not be written", null);
    }
    return this;
  }

  /** The error that names the setting, its value and the fix. */
  AloftException unusable(String fault, @Nullable Throwable cause) {
    String fix = "a directory, or where one can be made; " + fault;
    return AloftException.of(
            ErrorCode.INVALID_REQUEST, "the configuration of this machine is not valid")
        .effect(Effect.NONE)
        .problems(List.of(new Problem(SETTING, root.toString(), fix)))
        .cause(cause)
        .build();
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
