package dev.aloft.internal;

import dev.aloft.driver.RunDriver;
import dev.aloft.driver.RunRef;
import dev.aloft.driver.RunStatus;
import dev.aloft.driver.Sweep;
import dev.aloft.driver.Timing;
import dev.aloft.driver.Watched;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches all runs of one scope with as few requests as possible: one sweep per interval for all of
 * them, and a look at single ones only where the sweep is not enough. Nothing runs while nobody is
 * interested. Thread-safe.
 */
public final class Sweeper {
  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

  /** How far this clock and the service's may be apart. */
  private static final Duration CLOCK_MARGIN = Duration.ofMinutes(10);

  private final Operations operations;
  private final Supplier<? extends RunDriver<?>> driver;
  private final SingleLooks singles;
  private final Map<Watch, Entry> entries = new LinkedHashMap<>();
  private final Pace pace;
  private final Patience patience = new Patience();
  private Timing.@Nullable Cancellable timer;
  private Instant due = Instant.MAX;
  private Instant notBefore = Instant.MIN;
  private boolean sweeping;
  private boolean joined;
  private @Nullable String cursor;
  private long round;

  /**
   * Starts nothing.
   *
   * @param operations time, threads and jitter
   * @param driver asked for at the first sweep
   */
  public Sweeper(Operations operations, Supplier<? extends RunDriver<?>> driver) {
    this.operations = operations;
    this.driver = driver;
    this.singles = new SingleLooks(operations, this::looked);
    this.pace = operations.pace();
  }

  /** Looks at a run from now on. Calls nothing in this thread. */
  synchronized void watch(Watch watch) {
    entries.put(watch, new Entry(watch, cursor == null ? round : round + 1));
    pace.reset();
    joined = true;
    arm(between(now(), notBefore));
    if (watch.needsLook()) {
      single(watch);
    }
  }

  /** Looks at it no longer. */
  synchronized void unwatch(Watch watch) {
    entries.remove(watch);
    singles.remove(watch);
    if (entries.isEmpty()) {
      disarm();
      cursor = null;
      patience.reset();
    }
  }

  /** Something was asked of a run: looks as soon as the pace allows. */
  synchronized void hasten() {
    pace.reset();
    arm(between(now(), notBefore));
  }

  /** Looks at one singly as soon as possible, if it is watched. */
  synchronized void single(Watch watch) {
    if (entries.containsKey(watch)) {
      singles.add(watch);
    }
  }

  /** A run that no sweep could ask for until now is in the next one. */
  private synchronized void looked(Watch watch) {
    Entry entry = entries.get(watch);
    if (entry != null && !entry.swept && !watch.needsLook()) {
      joined = true;
      arm(between(now(), notBefore));
    }
  }

  private synchronized void arm(Duration delay) {
    Instant at = now().plus(delay);
    if (sweeping || entries.isEmpty() || !at.isBefore(due)) {
      return;
    }
    disarm();
    due = at;
    timer = operations.timing().schedule(delay, () -> operations.execute(this::turn));
  }

  private void disarm() {
    if (timer != null) {
      timer.cancel();
    }
    timer = null;
    due = Instant.MAX;
  }

  private void turn() {
    List<Entry> watched;
    synchronized (this) {
      if (sweeping || entries.isEmpty()) {
        return;
      }
      disarm();
      sweeping = true;
      joined = false;
      watched = List.copyOf(entries.values());
    }
    Rest rest;
    try {
      rest = sweep(watched);
    } catch (AloftException e) {
      rest = bad(e, watched);
    } catch (RuntimeException | Error e) {
      LOG.error("a sweep failed in an unforeseen way", e);
      rest = bad(AloftException.of(ErrorCode.INTERNAL, "a sweep failed").cause(e).build(), watched);
    }
    synchronized (this) {
      sweeping = false;
      notBefore = now().plus(rest.least);
      arm(joined ? rest.least : rest.usual);
    }
  }

  private Rest sweep(List<Entry> watched) {
    Map<RunRef, List<Entry>> byRun = new LinkedHashMap<>();
    Instant oldest = sort(watched, byRun);
    boolean changed = false;
    Duration wish = null;
    if (!byRun.isEmpty()) {
      Sweep swept =
          driver
              .get()
              .sweep(
                  new Watched(List.copyOf(byRun.keySet()), oldest.minus(CLOCK_MARGIN), cursor()));
      changed = tell(swept, byRun);
      wish = swept.pause();
      finishRequest(swept.cursor(), byRun);
    }
    synchronized (this) {
      patience.reset();
      if (changed) {
        pace.reset();
      }
      Duration usual = wish == null ? pace.grown() : wish;
      Duration least = byRun.isEmpty() ? Duration.ZERO : Pace.FIRST;
      return new Rest(usual, wish == null ? least : wish);
    }
  }

  /** Hands those that need it to the single looks, the others over by run; gives their oldest. */
  private Instant sort(List<Entry> watched, Map<RunRef, List<Entry>> byRun) {
    List<Entry> oldestFirst = new ArrayList<>(watched);
    oldestFirst.sort(Comparator.comparing(entry -> entry.watch.created()));
    Instant oldest = Instant.MAX;
    for (Entry entry : oldestFirst) {
      RunRef run = entry.watch.ref();
      if (run == null || entry.watch.needsLook()) {
        single(entry.watch);
      } else {
        entry.swept = true;
        byRun.computeIfAbsent(run, key -> new ArrayList<>(1)).add(entry);
        oldest = oldest.isAfter(entry.watch.created()) ? entry.watch.created() : oldest;
      }
    }
    return oldest;
  }

  private boolean tell(Sweep swept, Map<RunRef, List<Entry>> byRun) {
    boolean changed = false;
    for (RunStatus status : swept.seen()) {
      for (Entry entry : byRun.getOrDefault(status.run(), List.of())) {
        entry.seenIn = round;
        changed |= entry.watch.seen(status);
        if (entry.watch.needsLook()) {
          single(entry.watch);
        }
      }
    }
    for (RunRef run : swept.gone()) {
      for (Entry entry : byRun.getOrDefault(run, List.of())) {
        entry.seenIn = round;
        single(entry.watch);
      }
    }
    return changed;
  }

  /** At the end of a round, what was neither seen nor called gone is looked at singly. */
  private synchronized void finishRequest(@Nullable String next, Map<RunRef, List<Entry>> byRun) {
    cursor = next;
    if (next != null) {
      return;
    }
    byRun.values().stream()
        .flatMap(List::stream)
        .filter(entry -> entry.joinedIn <= round && entry.seenIn != round)
        .forEach(entry -> single(entry.watch));
    round++;
  }

  private Rest bad(AloftException error, List<Entry> watched) {
    boolean over;
    Duration pause;
    synchronized (this) {
      if (!Patience.heals(error)) {
        cursor = null;
      }
      if (patience.isFresh()) {
        LOG.warn("cannot look at {} runs; looking goes on: {}", watched.size(), error.oneLine());
      }
      over = patience.isOver(error, now());
      pause = pace.after(error);
    }
    if (over) {
      watched.forEach(entry -> entry.watch.troubled(error));
    }
    return new Rest(pause, pause);
  }

  private synchronized @Nullable String cursor() {
    return cursor;
  }

  private Instant now() {
    return operations.timing().now();
  }

  private static Duration between(Instant from, Instant to) {
    return to.isAfter(from) ? Duration.between(from, to) : Duration.ZERO;
  }

  /** A run that somebody is interested in. */
  interface Watch {

    /** The run at the provider; null as long as it was not found. */
    @Nullable RunRef ref();

    /** When it was created; {@link Instant#EPOCH} when that is not known. */
    Instant created();

    /** Whether a sweep is not enough. */
    boolean needsLook();

    /** A sweep saw it; gives whether that says anything new. */
    boolean seen(RunStatus status);

    /** Looks at it singly. */
    void look();

    /** Looking has failed for so long that those who wait are told. */
    void troubled(AloftException error);
  }

  /** The wait after a request, and the one when a run has joined meanwhile. */
  private record Rest(Duration usual, Duration least) {}

  private static final class Entry {
    final Watch watch;
    final long joinedIn;
    long seenIn = -1;
    volatile boolean swept;

    Entry(Watch watch, long joinedIn) {
      this.watch = watch;
      this.joinedIn = joinedIn;
    }
  }
}
