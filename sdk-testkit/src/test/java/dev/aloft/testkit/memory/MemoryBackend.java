package dev.aloft.testkit.memory;

import dev.aloft.Capability;
import dev.aloft.driver.Backend;
import dev.aloft.driver.DriverContext;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.RegistryDriver;
import dev.aloft.driver.RunDriver;
import dev.aloft.driver.ServingDriver;
import dev.aloft.training.TrainingJob;
import java.util.Set;
import java.util.TreeSet;

/** An opened cloud in memory. */
final class MemoryBackend implements Backend {
  private final Site site;
  private final String place;
  private final ObjectStore staging;

  MemoryBackend(DriverContext context) {
    this.place = context.settings().get("place").orElse("main");
    this.site = new Site(context, place);
    this.staging =
        new MemoryObjects(
            site, context.settings().get("staging").orElse("memory://" + place + "/staging"));
  }

  @Override
  public String scope() {
    return place;
  }

  @Override
  public Set<Capability> capabilities() {
    Set<Capability> here = new TreeSet<>(new MemoryProvider().capabilities());
    if (!site.has(Defect.DECLARES_WHAT_IS_NOT_THERE)) {
      here.remove(Capability.TRAINING_SCRIPT);
    }
    if (site.has(Defect.OVERDECLARES)) {
      here.add(Capability.SPOT_TRAINING);
    }
    return here;
  }

  @Override
  public ObjectStore staging() {
    return staging;
  }

  @Override
  public RunDriver<TrainingJob> training() {
    return new MemoryTraining(site, staging);
  }

  @Override
  public ServingDriver serving() {
    return new MemoryServing(site);
  }

  @Override
  public RegistryDriver registry() {
    return new MemoryRegistry(site);
  }

  @Override
  public void close() {}
}
