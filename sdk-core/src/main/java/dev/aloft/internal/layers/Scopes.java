package dev.aloft.internal.layers;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The scopes of one engine, one for each thread that works for it. Thread-safe. */
public final class Scopes {
  @SuppressWarnings("ThreadLocalUsage") // engines are few, and none may see another's scope
  private final ThreadLocal<@Nullable Scope> current = new ThreadLocal<>();

  /** The scope of the calling thread, null outside of this engine's verbs. */
  public @Nullable Scope current() {
    return current.get();
  }

  /** The nanoseconds that requests of the calling thread have left. */
  public long left(long now) {
    return Scope.left(current.get(), now);
  }

  /** Runs a body in a scope; the scope before it is back afterwards. */
  public <T> T in(Scope scope, Supplier<T> body) {
    Scope before = current.get();
    current.set(scope);
    try {
      return body.get();
    } finally {
      current.set(before);
    }
  }

  /** Runs a body in a scope; the scope before it is back afterwards. */
  public <T> T call(Scope scope, Callable<T> body) throws Exception {
    Scope before = current.get();
    current.set(scope);
    try {
      return body.call();
    } finally {
      current.set(before);
    }
  }

  /** An executor whose tasks run in the scope of the thread that handed them over. */
  public Executor carrying(Executor inner) {
    return task -> {
      Scope scope = current.get();
      inner.execute(scope == null ? task : () -> run(scope, task));
    };
  }

  private void run(Scope scope, Runnable task) {
    current.set(scope);
    try {
      task.run();
    } finally {
      current.remove();
    }
  }
}
