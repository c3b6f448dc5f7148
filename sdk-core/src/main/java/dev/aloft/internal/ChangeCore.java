package dev.aloft.internal;

import java.util.function.Supplier;

/**
 * One wish for a resource as an operation: turns the reconciler until the wish is settled, failed
 * or overtaken. Core goes on driving what it started even if nobody waits.
 *
 * @param <R> the handle of the resource
 */
public final class ChangeCore<R> extends OperationCore<R> {
  private final Supplier<R> handle;

  /**
   * A change.
   *
   * @param session the client
   * @param reconciler of the kind of resource
   * @param name the resource
   * @param generation the wish
   * @param attended whether this process drives it without a waiter
   * @param handle makes the handle of the resource
   */
  ChangeCore(
      Session session,
      Reconciler<?> reconciler,
      String name,
      long generation,
      boolean attended,
      Supplier<R> handle) {
    this.handle = handle;
  }

  /** The handle of the resource. */
  public R handle() {
    return handle.get();
  }

  @Override
  public void cancel() {
    Pending.here();
  }
}
