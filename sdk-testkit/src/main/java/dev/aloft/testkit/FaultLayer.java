package dev.aloft.testkit;

import dev.aloft.layer.Call;
import dev.aloft.layer.Layer;
import dev.aloft.layer.Level;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Lets vendor requests fail by a script. Stands next to the vendor, so that every single try of a
 * request is counted and the built-in layers see the faults. Without a script it passes everything.
 *
 * <p>After a {@link ProcessStopped} it stops every further request of its clients too, since a
 * process that is gone sends nothing. One instance stands for one process. Thread-safe.
 */
public final class FaultLayer implements Layer {
  private final List<Rule> script = new ArrayList<>();
  private final CompletableFuture<ProcessStopped> stopped = new CompletableFuture<>();
  private int requests;

  /** A layer without a script. */
  public FaultLayer() {}

  /** Strikes the request of that number once, counted from 1 since this layer was made. */
  public FaultLayer atRequest(int number, Fault fault) {
    return add(new Rule(call -> true, number, 1, fault));
  }

  /** Strikes the next so many requests of an operation. */
  public FaultLayer onOperation(String operation, int times, Fault fault) {
    return when(call -> call.operation().equals(operation), times, fault);
  }

  /** Strikes the next so many requests that a condition holds for. */
  public FaultLayer when(Predicate<Call> which, int times, Fault fault) {
    return add(new Rule(which, 0, times, fault));
  }

  private synchronized FaultLayer add(Rule rule) {
    script.add(rule);
    return this;
  }

  /** Forgets what is left of the script. */
  public synchronized void clear() {
    script.clear();
  }

  /** How many requests came so far. */
  public synchronized int requests() {
    return requests;
  }

  /** Completed when a fault has stopped the process. */
  public CompletableFuture<ProcessStopped> stopped() {
    return stopped;
  }

  /** Stops the process now: every later request gets {@link ProcessStopped}. */
  public void stop() {
    stopped.complete(new ProcessStopped("between two requests"));
  }

  @Override
  public Set<Level> levels() {
    return EnumSet.of(Level.REQUEST);
  }

  @Override
  public boolean isInnermost() {
    return true;
  }

  @Override
  public <T> T around(Call call, Inner<T> inner) {
    Fault fault = next(call);
    if (stopped.isDone()) {
      throw stopped.join();
    }
    if (fault == null) {
      return inner.proceed(call);
    }
    try {
      return fault.strike(call, inner);
    } catch (ProcessStopped stop) {
      stopped.complete(stop);
      throw stop;
    }
  }

  private synchronized @Nullable Fault next(Call call) {
    requests++;
    for (Rule rule : script) {
      if (rule.strikes(call, requests)) {
        return rule.fault;
      }
    }
    return null;
  }

  /** One line of the script; guarded by the layer. */
  private static final class Rule {
    private final Predicate<Call> which;
    private final int number;
    private final Fault fault;
    private int left;

    Rule(Predicate<Call> which, int number, int times, Fault fault) {
      this.which = which;
      this.number = number;
      this.left = times;
      this.fault = fault;
    }

    boolean strikes(Call call, int now) {
      if (left == 0 || (number > 0 && number != now) || !which.test(call)) {
        return false;
      }
      left--;
      return true;
    }
  }
}
