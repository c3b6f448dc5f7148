package dev.aloft.fake.gcp.containers;

import dev.aloft.fake.work.ContainerHost;
import dev.aloft.fake.work.ServingContainer;
import dev.aloft.fake.work.ServingWork;
import java.nio.file.Path;
import java.util.List;

/** A prebuilt image that serves a pickled model, with the Python of this machine. Stateless. */
final class PickledServing implements ServingContainer {
  private final ContainerHost host;

  PickledServing(ContainerHost host) {
    this.host = host;
  }

  @Override
  public Server start(ServingWork work) throws Exception {
    Path server = host.resource(PickledServing.class, "pickled.py");
    List<String> command = List.of("python3", server.toString(), work.root() + "/model");
    return new HttpServing(host)
        .start(
            new ServingWork(
                work.image(), work.root(), work.mount(), command, work.environment(), work.log()));
  }
}
