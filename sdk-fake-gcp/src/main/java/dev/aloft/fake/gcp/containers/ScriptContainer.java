package dev.aloft.fake.gcp.containers;

import dev.aloft.fake.work.ContainerHost;
import dev.aloft.fake.work.ProgramContainer;
import dev.aloft.fake.work.TrainingContainer;
import dev.aloft.fake.work.TrainingWork;
import dev.aloft.fake.work.Work;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** An image that runs what a job tells it to, in the job's own directory. Stateless. */
final class ScriptContainer implements TrainingContainer {
  private final ContainerHost host;

  ScriptContainer(ContainerHost host) {
    this.host = host;
  }

  @Override
  public Work start(TrainingWork work) throws IOException {
    List<String> code = new ArrayList<>(List.of(work.directory()));
    String modules = work.environment().getOrDefault("PYTHONPATH", "");
    if (!modules.isEmpty()) {
      code.addAll(List.of(modules.split(File.pathSeparator, -1)));
    }
    return new ProgramContainer(host, code).start(work);
  }
}
