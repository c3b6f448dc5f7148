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
import java.util.List;
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
    this.home = home;
    this.capabilities = capabilities;
    this.staging = staging(home, context);
    this.training = new LocalTraining(home, context);
    this.registry = new LocalRegistry(home, context);
    this.serving = new LocalServing(home, context);
  }

  private static ObjectStore staging(LocalHome home, DriverContext context) {
    return context
        .settings()
        .get("staging")
        .map(context::store)
        .orElseGet(() -> new FileStore(home.store(), context));
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

  /** A process of this host that is no more; one that got its number later counts as living. */
  @Override
  public boolean hasEnded(String holder) {
    String[] parts = holder.split("/", -1);
    return parts.length == 3
        && parts[0].equals(System.getenv().getOrDefault("HOSTNAME", "localhost"))
        && parts[1].matches("[0-9]{1,18}")
        && ProcessHandle.of(Long.parseLong(parts[1])).filter(ProcessHandle::isAlive).isEmpty();
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
