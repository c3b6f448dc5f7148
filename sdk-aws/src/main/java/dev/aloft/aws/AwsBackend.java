package dev.aloft.aws;

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

/** One account and region. Opening it calls nothing. Thread-safe. */
final class AwsBackend implements Backend {
  private final AwsConfig config;
  private final Set<Capability> capabilities;
  private final AwsClients clients;
  private final ObjectStore staging;
  private final RunDriver<TrainingJob> training;
  private final ServingDriver serving;
  private final RegistryDriver registry;

  AwsBackend(AwsConfig config, Set<Capability> capabilities, DriverContext context) {
    this.config = config;
    this.capabilities = capabilities;
    this.clients = context.shared(AwsClients.class, () -> new AwsClients(config, context));
    this.staging = S3Store.staging(context, clients);
    this.training = new SageMakerTraining(context, clients, staging);
    this.serving = new SageMakerServing(context, clients, staging);
    this.registry = new SageMakerRegistry(context, clients, staging);
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
    return new Machines(config.requireRegion()).types();
  }

  @Override
  public Map<String, Rate> rates() {
    return AwsRates.ALL;
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
