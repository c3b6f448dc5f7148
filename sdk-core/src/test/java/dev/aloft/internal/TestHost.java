package dev.aloft.internal;

import dev.aloft.Capability;
import dev.aloft.driver.MachineType;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Prepared;
import dev.aloft.driver.RunDriver;
import dev.aloft.driver.RunRef;
import dev.aloft.driver.Timing;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.internal.layers.HandTiming;
import dev.aloft.internal.staging.Stager;
import dev.aloft.layer.Lifecycle;
import dev.aloft.model.Model;
import dev.aloft.model.ModelFormat;
import dev.aloft.model.ModelManifest;
import dev.aloft.model.Signature;
import dev.aloft.training.TrainingJob;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** One client process over a service in memory: all work is done by the thread that waits. */
final class TestHost implements RunHost, ReconcilerHost {
  static final long LIMIT = 1000;

  final HandTiming timing;
  final MemoryRuns service;
  final MemoryStore store;
  final Map<String, ObjectStore> stores = new HashMap<>();
  final Operations operations;
  final Sweeper sweeper;
  final Stager stager;
  private final RunClaims claims;
  final List<Lifecycle.Event> events = new ArrayList<>();
  final List<MachineType> machines = new ArrayList<>();
  final List<String> verbs = new ArrayList<>();
  final List<Set<Capability>> needs = new ArrayList<>();
  Supplier<AloftException> modelTrouble = () -> null;

  TestHost() {
    this(new HandTiming());
  }

  private TestHost(HandTiming timing) {
    this(timing, new MemoryRuns(timing), new MemoryStore(timing));
  }

  private TestHost(HandTiming timing, MemoryRuns service, MemoryStore store) {
    this.timing = timing;
    this.service = service;
    this.store = store;
    this.claims = new RunClaims(store, this);
    this.operations = new Operations(timing, Runnable::run, () -> 0.5);
    this.sweeper = new Sweeper(operations, () -> service);
    this.stager = new Stager(() -> store, this::store, LIMIT, Runnable::run, timing);
  }

  /** Another process over the same service and store. */
  TestHost another() {
    return new TestHost(timing, service, store);
  }

  @Override
  public String provider() {
    return "memory";
  }

  @Override
  public String scope() {
    return "account/region";
  }

  @Override
  public Timing timing() {
    return timing;
  }

  @Override
  public double random() {
    return 0.5;
  }

  @Override
  public String holder() {
    return "test/1/" + System.identityHashCode(this);
  }

  @Override
  public Operations operations() {
    return operations;
  }

  @Override
  public Sweeper sweeper() {
    return sweeper;
  }

  @Override
  public RunDriver<TrainingJob> driver() {
    return service;
  }

  @Override
  public List<MachineType> machines() {
    return machines;
  }

  @Override
  public <T> T drive(Callable<T> body) {
    try {
      return body.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public <T> T verb(
      String operation, String resource, Object request, Set<Capability> needed, Supplier<T> body) {
    verbs.add(operation + " " + resource);
    needs.add(needed);
    return body.get();
  }

  @Override
  public Model model(String uri) {
    AloftException error = modelTrouble.get();
    if (error != null) {
      throw error;
    }
    ModelManifest manifest =
        new ModelManifest(ModelFormat.CUSTOM, "", Signature.UNKNOWN, null, Map.of(), Map.of());
    return Handles.model(new ModelCore(null, uri, manifest, "hash", null, null));
  }

  @Override
  public ObjectStore store(String uri) {
    ObjectStore found = stores.get(uri);
    if (found == null) {
      throw AloftException.of(ErrorCode.UNSUPPORTED, "no store for " + uri).build();
    }
    return found;
  }

  @Override
  public ObjectStore staging() {
    return store;
  }

  @Override
  public Stager stager() {
    return stager;
  }

  @Override
  public String owner() {
    return "owner1";
  }

  @Override
  public RunRef createOnce(Prepared<TrainingJob> prepared) {
    return claims.createOnce(service, prepared);
  }

  @Override
  public Optional<RunClaims.Made> made(String runName) {
    return claims.made(runName);
  }

  @Override
  public void emit(Lifecycle.Event event) {
    events.add(event);
  }
}
