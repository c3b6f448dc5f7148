package dev.aloft.fake.gcp;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which commands stand for the user's own images, by {@code --image NAME=COMMAND}.
 *
 * @param commands by the names of images
 * @param others the arguments beside these options
 */
record ImageOptions(Map<String, String> commands, List<String> others) {
  private static final String OPTION = "--image";

  /** What is told to whoever does not know the option. */
  static final String USAGE =
      """

        --image NAME=COMMAND
                    jobs and models with that image run that command of this machine, by the
                    shell; may be given again for others\
      """;

  /**
   * Takes the options out of arguments.
   *
   * @throws IllegalArgumentException when one is wrong
   */
  static ImageOptions of(String[] arguments) {
    Map<String, String> commands = new LinkedHashMap<>();
    List<String> others = new ArrayList<>();
    Iterator<String> left = List.of(arguments).iterator();
    while (left.hasNext()) {
      String argument = left.next();
      if (!argument.equals(OPTION)) {
        others.add(argument);
        continue;
      }
      String value = left.hasNext() ? left.next() : "";
      int equals = value.indexOf('=');
      if (equals < 1 || value.substring(equals + 1).isBlank()) {
        throw new IllegalArgumentException(
            OPTION + ": '" + value + "' is not an image's name, an equals sign and a command");
      }
      commands.put(value.substring(0, equals), value.substring(equals + 1));
    }
    return new ImageOptions(commands, others);
  }
}
