package dev.aloft.fake.work;

import java.util.Optional;
import java.util.function.Consumer;

/** Takes what a container prints, line by line, from any thread. */
@FunctionalInterface
public interface ContainerLog extends Consumer<String> {

  /** Takes the lines of the standard error; empty where they come among the others, in order. */
  default Optional<Consumer<String>> errors() {
    return Optional.empty();
  }

  /** Keeps the lines of the two streams apart. */
  static ContainerLog apart(Consumer<String> lines, Consumer<String> errors) {
    return new ContainerLog() {
      @Override
      public void accept(String text) {
        lines.accept(text);
      }

      @Override
      public Optional<Consumer<String>> errors() {
        return Optional.of(errors);
      }
    };
  }
}
