package dev.aloft.fake.work;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A container that is started with an entrypoint of the job's own. Thread-safe. */
public final class ProgramContainer implements TrainingContainer {
  private final ContainerHost host;
  private final List<String> code;

  /**
   * Such a container.
   *
   * @param host where it runs
   * @param code directories below the mount that hold scripts
   */
  public ProgramContainer(ContainerHost host, List<String> code) {
    this.host = host;
    this.code = List.copyOf(code);
  }

  @Override
  public Work start(TrainingWork work) throws IOException {
    if (work.entrypoint().isEmpty()) {
      throw new IOException(work.image() + " has no entrypoint that this machine could start");
    }
    List<String> command = new ArrayList<>(work.entrypoint());
    command.addAll(work.arguments());
    return host.run(
        new Program(
            command,
            work.directory(),
            work.environment(),
            work.root(),
            work.mount(),
            code,
            work.log()));
  }
}
