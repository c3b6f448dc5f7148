package dev.aloft.fake.gcp.containers;

import dev.aloft.fake.work.ContainerHost;
import dev.aloft.fake.work.ServingContainer;
import dev.aloft.fake.work.ServingWork;
import dev.aloft.fake.work.TrainingContainer;
import dev.aloft.fake.work.TrainingWork;
import java.util.ArrayList;
import java.util.List;

/** An image of the user's own, for which a command of this machine stands. Immutable. */
final class CommandImage {
  private final ContainerHost host;
  private final String name;
  private final String command;

  CommandImage(ContainerHost host, String name, String command) {
    this.host = host;
    this.name = name;
    this.command = command;
  }

  /** Whether an address is its name, with a tag or digest or without. */
  boolean isNamed(String image) {
    return image.equals(name) || image.startsWith(name + ":") || image.startsWith(name + "@");
  }

  TrainingContainer training() {
    return work ->
        new ScriptContainer(host)
            .start(
                new TrainingWork(
                    work.image(),
                    work.root(),
                    work.mount(),
                    work.directory(),
                    work.entrypoint().isEmpty() ? own() : work.entrypoint(),
                    work.arguments(),
                    work.environment(),
                    work.output(),
                    work.log()));
  }

  ServingContainer serving() {
    return work -> {
      List<String> whole = new ArrayList<>(work.command().isEmpty() ? own() : work.command());
      whole.addAll(work.arguments());
      return new HttpServing(host)
          .start(
              new ServingWork(
                  work.image(), work.root(), work.mount(), whole, work.environment(), work.log()));
    };
  }

  /** The shell gives it what follows as arguments, each whole. */
  private List<String> own() {
    return List.of("/bin/sh", "-c", command + " \"$@\"", name);
  }
}
