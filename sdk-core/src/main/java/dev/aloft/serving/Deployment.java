package dev.aloft.serving;

import dev.aloft.RichView;
import dev.aloft.internal.ChangeCore;
import dev.aloft.internal.Handles;
import dev.aloft.internal.Views;
import dev.aloft.operation.Operation;
import dev.aloft.operation.OperationId;
import dev.aloft.operation.OperationListener;
import dev.aloft.operation.OperationStatus;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A change of an endpoint that is on its way: deploy, update, canary, promote, rollback, undeploy.
 * Cancelling it wishes for the state before. Thread-safe.
 */
public final class Deployment implements Operation<Endpoint>, RichView {
  static {
    Handles.deployments(Deployment::new);
  }

  private final ChangeCore<Endpoint> core;

  private Deployment(ChangeCore<Endpoint> core) {
    this.core = core;
  }

  /** The endpoint, whether it answers already or not. */
  public Endpoint endpoint() {
    return core.handle();
  }

  @Override
  public OperationId id() {
    return core.id();
  }

  @Override
  public OperationStatus status() {
    return core.status();
  }

  @Override
  public OperationStatus refresh() {
    return core.refresh();
  }

  @Override
  public Endpoint await() {
    return core.await();
  }

  @Override
  public Endpoint await(Duration limit) {
    return core.await(limit);
  }

  @Override
  public CompletableFuture<Endpoint> toFuture() {
    return core.toFuture();
  }

  @Override
  public AutoCloseable onStatus(OperationListener listener) {
    return core.onStatus(listener);
  }

  @Override
  public void cancel() {
    core.cancel();
  }

  @Override
  public Map<String, String> mimeBundle() {
    return Views.operation("deployment", id(), status());
  }

  /** The id and what was last seen, without a look. */
  @Override
  public String toString() {
    return id() + " " + Views.seen(status());
  }
}
