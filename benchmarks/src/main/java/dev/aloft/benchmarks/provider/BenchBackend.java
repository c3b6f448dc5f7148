package dev.aloft.benchmarks.provider;

import dev.aloft.Capability;
import dev.aloft.driver.Backend;
import dev.aloft.driver.DriverContext;
import dev.aloft.driver.Rate;
import dev.aloft.driver.RegistryDriver;
import dev.aloft.driver.RunDriver;
import dev.aloft.driver.ServingDriver;
import dev.aloft.training.TrainingJob;
import java.util.Map;
import java.util.Set;

/** An opened place in memory; {@code aloft.unwrap(BenchBackend.class)} gives it. Thread-safe. */
public final class BenchBackend implements Backend {
  private final DriverContext context;
  private final Set<Capability> capabilities;
  private final String place;
  private final CountingStore staging;
  private final BenchRuns runs;
  private final BenchServing serving;
  private final BenchRegistry registry;

  BenchBackend(DriverContext context, Set<Capability> capabilities) {
    this.context = context;
    this.capabilities = capabilities;
    this.place = context.settings().require(BenchProvider.PLACE);
    this.staging = new CountingStore(context.store("mem://bench-" + place));
    this.runs = new BenchRuns(context);
    this.serving = new BenchServing(context);
    this.registry = new BenchRegistry(context);
  }

  /** What a driver sends its requests with. */
  public DriverContext context() {
    return context;
  }

  @Override
  public String scope() {
    return place;
  }

  @Override
  public Set<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public CountingStore staging() {
    return staging;
  }

  @Override
  public RunDriver<TrainingJob> training() {
    return runs;
  }

  @Override
  public ServingDriver serving() {
    return serving;
  }

  @Override
  public RegistryDriver registry() {
    return registry;
  }

  /** Listings as slow as the slowest of the clouds allows; anything else paced, but never held. */
  @Override
  public Map<String, Rate> rates() {
    return Map.of(BenchRuns.LISTINGS, Rate.perSecond(2), "control", new Rate(1e9, 1_000_000));
  }

  @Override
  public void close() {}
}
