package dev.aloft.local;

import dev.aloft.Capability;
import dev.aloft.driver.Backend;
import dev.aloft.driver.DriverContext;
import dev.aloft.driver.MachineType;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.RegistryDriver;
import dev.aloft.driver.RunDriver;
import dev.aloft.driver.ServingDriver;
import dev.aloft.local.registry.LocalRegistry;
import dev.aloft.local.serving.LocalServing;
import dev.aloft.local.store.FileStore;
import dev.aloft.local.training.LocalTraining;
import dev.aloft.training.TrainingJob;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One home on this machine. Opening it touches no file. Thread-safe. */
final class LocalBackend implements Backend {
  private final LocalHome home;
  private final Set<Capability> capabilities;
  private final ObjectStore staging;
  private final RunDriver<TrainingJob> training;
  private final RegistryDriver registry;
  private final LocalServing serving;

  LocalBackend(LocalHome home, Set<Capability> capabilities, DriverContext context) {
    DriverContext inHome = new HomeContext(context, home);
    this.capabilities = capabilities;
    this.home = home;
    this.staging = staging(home, context, inHome);
    this.training = new LocalTraining(home, inHome);
    this.registry = new LocalRegistry(home, inHome);
    this.serving = new LocalServing(home, inHome);
  }

  private static ObjectStore staging(LocalHome home, DriverContext context, DriverContext inHome) {
    return context
        .settings()
        .get("staging")
        .map(context::store)
        .orElseGet(() -> new FileStore(home.store(), inHome));
  }

  @Override
  public String scope() {
    return home.scope();
  }

  @Override
  public Set<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public ObjectStore staging() {
    return staging;
  }

  @Override
  public RunDriver<TrainingJob> training() {
    return training;
  }

  @Override
  public List<MachineType> machines() {
    return List.of(LocalMachine.type());
  }

  @Override
  public RegistryDriver registry() {
    return registry;
  }

  @Override
  public ServingDriver serving() {
    return serving;
  }

  @Override
  public String holder() {
    return LocalProcess.current().toString();
  }

  /** A process of this home that is surely no more; leases of others are waited for. */
  @Override
  public boolean hasEnded(String holder) {
    int end = holder.lastIndexOf('/');
    Optional<LocalProcess> process = LocalProcess.parse(holder.substring(0, Math.max(end, 0)));
    String leases = staging.uri("");
    if (process.isEmpty() || !leases.startsWith("file:")) {
      return false;
    }
    try {
      return process.get().fate(Path.of(URI.create(leases))) == LocalProcess.Fate.ENDED;
    } catch (IOException e) {
      throw LocalErrors.translate("look at", leases, e);
    }
  }

  @Override
  public void close() {
    serving.close();
  }

  @Override
  public String toString() {
    return home.root().toString();
  }
}
