package dev.aloft.internal;

import dev.aloft.Capability;
import dev.aloft.driver.MachineType;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Prepared;
import dev.aloft.driver.RunDriver;
import dev.aloft.driver.RunRef;
import dev.aloft.internal.staging.Stager;
import dev.aloft.layer.Lifecycle;
import dev.aloft.model.Model;
import dev.aloft.training.TrainingJob;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What runs need of the client that they belong to. Safe for use by many threads. */
interface RunHost {

  /** The provider's scheme. */
  String provider();

  /** The scope. */
  String scope();

  /** Time, threads and jitter. */
  Operations operations();

  /** The one watcher of runs. */
  Sweeper sweeper();

  /** The service. */
  RunDriver<TrainingJob> driver();

  /** The provider's machines; empty where it tells of none. */
  List<MachineType> machines();

  /** Runs driver code with the client's request layers in force. */
  <T> T drive(Callable<T> body);

  /** Carries out a verb inside the client's layers. */
  <T> T verb(
      String operation,
      String resource,
      @Nullable Object request,
      Set<Capability> needs,
      Supplier<T> body);

  /** The model in a directory of a store. */
  Model model(String uri);

  /** The store at a URI. */
  ObjectStore store(String uri);

  /** The staging store. */
  ObjectStore staging();

  /** Brings data into the staging store. */
  Stager stager();

  /** The owner tag of everything that is made. */
  String owner();

  /** Creates a run once, or gives the one that exists for the same key and job. */
  RunRef createOnce(Prepared<TrainingJob> prepared);

  /** What this process made under a name of late; calls nothing. */
  Optional<RunClaims.Made> made(String runName);

  /** Tells the lifecycle listeners. */
  void emit(Lifecycle.Event event);
}
