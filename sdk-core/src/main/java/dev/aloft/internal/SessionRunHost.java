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

/** A client as the host of its runs. Thread-safe. */
record SessionRunHost(Session session) implements RunHost {

  @Override
  public String provider() {
    return session.provider();
  }

  @Override
  public String scope() {
    return session.scope();
  }

  @Override
  public Operations operations() {
    return session.engine().operations();
  }

  @Override
  public Sweeper sweeper() {
    return session.engine().sweeper();
  }

  @Override
  public RunDriver<TrainingJob> driver() {
    return session.engine().backend().training();
  }

  @Override
  public List<MachineType> machines() {
    return session.engine().backend().machines();
  }

  @Override
  public <T> T drive(Callable<T> body) {
    return session.drive(body);
  }

  @Override
  public <T> T verb(
      String operation,
      String resource,
      @Nullable Object request,
      Set<Capability> needs,
      Supplier<T> body) {
    return session.verb(
        session.verbCall(operation, resource).request(request).needs(needs).build(), body);
  }

  @Override
  public Model model(String uri) {
    return ModelCore.load(session, uri);
  }

  @Override
  public ObjectStore store(String uri) {
    return session.engine().store(uri);
  }

  @Override
  public ObjectStore staging() {
    return session.engine().backend().staging();
  }

  @Override
  public Stager stager() {
    return session.engine().stager();
  }

  @Override
  public String owner() {
    return session.drive(() -> session.engine().intentLog().id());
  }

  @Override
  public RunRef createOnce(Prepared<TrainingJob> prepared) {
    return session.drive(() -> session.engine().runClaims().createOnce(driver(), prepared));
  }

  @Override
  public Optional<RunClaims.Made> made(String runName) {
    return session.engine().runClaims().made(runName);
  }

  @Override
  public void emit(Lifecycle.Event event) {
    session.engine().emit(event);
  }
}
