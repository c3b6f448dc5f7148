package dev.aloft.fake.work;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A program to be run as in a container.
 *
 * @param command the program and its arguments
 * @param directory where it starts, in its own view
 * @param environment its variables, beside those of {@link ContainerHost#variables}
 * @param root what it sees at {@code mount}
 * @param mount where it sees that
 * @param code directories below the root that hold scripts: only what lies there is rewritten where
 *     paths cannot be mapped otherwise
 * @param log takes each line that it prints, from one thread
 */
public record Program(
    List<String> command,
    String directory,
    Map<String, String> environment,
    Path root,
    String mount,
    List<String> code,
    ContainerLog log) {

  /** Copies the collections. */
  public Program {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    code = List.copyOf(code);
  }
}
