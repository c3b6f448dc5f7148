package dev.aloft.gcp;

import dev.aloft.Capability;
import dev.aloft.driver.Backend;
import dev.aloft.driver.DriverContext;
import dev.aloft.driver.MachineType;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Rate;
import dev.aloft.driver.RegistryDriver;
import dev.aloft.driver.RunDriver;
import dev.aloft.driver.ServingDriver;
import dev.aloft.training.TrainingJob;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One project and location. Opening it calls nothing. Thread-safe. */
final class GcpBackend implements Backend {
  private final GcpConfig config;
  private final Set<Capability> capabilities;
  private final GcpClients clients;
  private final GcsStore staging;
  private final RunDriver<TrainingJob> training;
  private final ServingDriver serving;
  private final RegistryDriver registry;

  GcpBackend(GcpConfig config, Set<Capability> capabilities, DriverContext context) {
    this.config = config;
    this.capabilities = capabilities;
    this.clients = context.shared(GcpClients.class, () -> new GcpClients(config, context));
    this.staging = GcsStore.at(GcsUri.of(context.settings().require("staging")), context, clients);
    this.training = new VertexTraining(context, clients, staging);
    this.serving = new VertexServing(context, clients, staging);
    this.registry = new VertexRegistry(context, clients, staging);
  }

  @Override
  public String scope() {
    return config.scope();
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
  public ServingDriver serving() {
    return serving;
  }

  @Override
  public RegistryDriver registry() {
    return registry;
  }

  @Override
  public List<MachineType> machines() {
    return Machines.types();
  }

  @Override
  public Map<String, Rate> rates() {
    return GcpRates.ALL;
  }

  @Override
  public <T> Optional<T> unwrap(Class<T> type) {
    return type.isInstance(this) ? Optional.of(type.cast(this)) : clients.unwrap(type);
  }

  @Override
  public void close() {} // the clients are closed with the context that they are shared in

  @Override
  public String toString() {
    return scope();
  }
}
