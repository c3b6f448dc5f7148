package dev.aloft.testkit;

import dev.aloft.error.AloftException;
import dev.aloft.layer.Call;
import dev.aloft.layer.Layer;
import dev.aloft.layer.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Remembers every verb and every single try of a vendor request, with how it ended. Thread-safe.
 */
public final class RecordingLayer implements Layer {
  private final List<Entry> calls = new ArrayList<>();

  /** An empty record. */
  public RecordingLayer() {}

  /**
   * One call.
   *
   * @param call the call
   * @param error how it failed; null when it did not, and while it is under way
   * @param ended whether it has ended
   */
  public record Recorded(Call call, @Nullable AloftException error, boolean ended) {

    /** Whether it has ended well. */
    public boolean isSuccess() {
      return ended && error == null;
    }

    @Override
    public String toString() {
      return call + (error != null ? " → " + error.code() : ended ? "" : " → no answer");
    }
  }

  @Override
  public boolean isInnermost() {
    return true;
  }

  @Override
  public <T> T around(Call call, Inner<T> inner) {
    Entry entry = started(call);
    try {
      T result = inner.proceed(call);
      ended(entry, null);
      return result;
    } catch (AloftException e) {
      ended(entry, e);
      throw e;
    }
  }

  private synchronized Entry started(Call call) {
    Entry entry = new Entry(new Recorded(call, null, false));
    calls.add(entry);
    return entry;
  }

  private synchronized void ended(Entry entry, @Nullable AloftException error) {
    entry.recorded = new Recorded(entry.recorded.call(), error, true);
  }

  /** Everything so far, in the order of the starts. */
  public synchronized List<Recorded> all() {
    return calls.stream().map(entry -> entry.recorded).toList();
  }

  /** The verbs so far. */
  public List<Recorded> verbs() {
    return only(call -> call.level() == Level.VERB);
  }

  /** The vendor requests so far, every try of its own. */
  public List<Recorded> requests() {
    return only(call -> call.level() == Level.REQUEST);
  }

  /** The calls so far that a condition holds for. */
  public List<Recorded> only(Predicate<Call> which) {
    return all().stream().filter(recorded -> which.test(recorded.call())).toList();
  }

  /** Forgets everything so far. */
  public synchronized void clear() {
    calls.clear();
  }

  /** A place in the record; guarded by the layer. */
  private static final class Entry {
    private Recorded recorded;

    Entry(Recorded recorded) {
      this.recorded = recorded;
    }
  }
}
