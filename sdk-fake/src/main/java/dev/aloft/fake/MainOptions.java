package dev.aloft.fake;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the process of a fake cloud is started.
 *
 * @param port where it listens; 0 for a free port
 * @param speed how many times as fast as real time the cloud's states pass
 * @param data where its objects lie; null for a directory that goes with it
 * @param help whether only the usage is asked for
 */
public record MainOptions(int port, double speed, @Nullable Path data, boolean help) {

  /**
   * What is told to whoever does not know the options.
   *
   * @param main the class that is started
   * @param ports what listens at which port
   */
  public static String usage(Class<?> main, String ports) {
    return """
    usage: java ... %s [--port N] [--speed F] [--data DIR]
      --port N    %s;
                  0, the default, takes free ports
      --speed F   states pass F times as fast as real time; 1 is the default
      --data DIR  keep buckets and objects there; else they go when it ends\
    """
        .formatted(main.getName(), ports);
  }

  /**
   * Reads arguments.
   *
   * @throws IllegalArgumentException naming the option that is wrong
   */
  public static MainOptions of(String[] arguments) {
    int port = 0;
    double speed = 1;
    Path data = null;
    for (int i = 0; i < arguments.length; i += 2) {
      String name = arguments[i];
      if (name.equals("--help") || name.equals("-h")) {
        return new MainOptions(0, 1, null, true);
      }
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException(name + ": a value is missing");
      }
      String value = arguments[i + 1];
      switch (name) {
        case "--port" -> port = port(value);
        case "--speed" -> speed = speed(value);
        case "--data" -> data = data(value);
        default -> throw new IllegalArgumentException(name + ": there is no such option");
      }
    }
    return new MainOptions(port, speed, data, false);
  }

  private static int port(String value) {
    try {
      int port = Integer.parseInt(value);
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--port: '" + value + "' is no whole number", e);
    }
    throw new IllegalArgumentException("--port: " + value + " is not between 0 and 65535");
  }

  private static double speed(String value) {
    try {
      double speed = Double.parseDouble(value);
      if (speed > 0 && speed <= 1e6) {
        return speed;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--speed: '" + value + "' is no number", e);
    }
    throw new IllegalArgumentException(
        "--speed: " + value + " is not more than 0 and at most 1000000");
  }

  private static Path data(String value) {
    try {
      Path directory = Path.of(value);
      if (!value.isBlank() && (!Files.exists(directory) || Files.isDirectory(directory))) {
        return directory;
      }
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("--data: '" + value + "' is no path", e);
    }
    throw new IllegalArgumentException("--data: '" + value + "' is not a directory");
  }
}
