package dev.aloft.internal;

import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Page;
import dev.aloft.driver.Prepared;
import dev.aloft.driver.Repeat;
import dev.aloft.driver.RunDriver;
import dev.aloft.driver.RunKey;
import dev.aloft.driver.RunRef;
import dev.aloft.driver.RunStatus;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.NextStep;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Creates a run once, however often and from however many processes it is asked for. A service that
 * knows names or tokens needs nothing more; for the others a claim is written first, create-only,
 * and only the newest claimant creates. Thread-safe.
 */
public final class RunClaims {
  private static final int SENDS = 5;

  private static final int MOST_MADE = 1_000;

  private final ClaimFolder folder;
  private final ReconcilerHost host;
  private final ObjectStore store;
  private final Map<String, Made> made =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Made> eldest) {
          return size() > MOST_MADE;
        }
      };

  /** Claims in a store; the host gives time and names the claimant. */
  public RunClaims(ObjectStore store, ReconcilerHost host) {
    this.folder = new ClaimFolder(store, host.holder());
    this.host = host;
    this.store = store;
  }

  /**
   * Creates the run, or gives the one that exists for the same key and job. Waits only by the
   * host's time, and only after an answer that leaves open what was done, or for another process
   * that is creating the same run.
   *
   * @throws AloftException ALREADY_EXISTS when another job has that key; CONFLICT_NOT_OURS when the
   *     run is not its owner's; what the create failed with
   */
  public <J> RunRef createOnce(RunDriver<J> driver, Prepared<J> prepared) {
    RunRef run =
        driver.repeat() == Repeat.AFTER_FIND
            ? createClaimed(driver, prepared)
            : createRepeatable(driver, prepared);
    synchronized (made) {
      made.put(run.runName(), new Made(run, host.timing().now()));
    }
    return run;
  }

  /** What this process made under a name, also before the service shows it; of late only. */
  Optional<Made> made(String runName) {
    synchronized (made) {
      return Optional.ofNullable(made.get(runName));
    }
  }

  /**
   * A run that this process made.
   *
   * @param run the run
   * @param at when, by the clock of this machine
   */
  record Made(RunRef run, Instant at) {}

  /**
   * A send of which nobody knows what it did may have made the run: from then on the name counts as
   * its own, whatever another send is told.
   */
  private <J> RunRef createRepeatable(RunDriver<J> driver, Prepared<J> prepared) {
    AloftException unsure = null;
    for (int send = 1; ; send++) {
      RunRef run;
      try {
        run = driver.create(prepared);
      } catch (AloftException e) {
        if (unsure != null) {
          unsure.addSuppressed(e);
        } else if (e.effect() != Effect.NONE) {
          unsure = unsure(e, prepared.key());
        }
        AloftException told = unsure == null ? e : unsure;
        boolean taken = e.code() == ErrorCode.ALREADY_EXISTS;
        if (!taken && (unsure == null || e.code() == ErrorCode.INTERRUPTED)) {
          throw told;
        }
        if (taken || send == SENDS) {
          return shown(driver, prepared, told);
        }
        Optional<RunRef> found = look(driver, prepared).same(prepared);
        if (found.isPresent()) {
          return found.get();
        }
        if (isWrong(e)) {
          throw told;
        }
        pause(ServicePauses.PACE);
        continue;
      }
      return driver.repeat() == Repeat.BY_TOKEN ? same(driver, run, prepared) : run;
    }
  }

  private static AloftException unsure(AloftException failure, RunKey key) {
    return failure.toBuilder()
        .resource(key.runName())
        .nextStep(
            NextStep.java(
                "see whether it runs: it is billed then",
                "aloft.trainer().run(\"" + key.runName() + "\").refresh()"))
        .build();
  }

  /** The run that has the name, as soon as the service shows it. */
  private <J> RunRef shown(RunDriver<J> driver, Prepared<J> prepared, AloftException failure) {
    Instant since = host.timing().now();
    Duration pause = ServicePauses.PACE;
    while (true) {
      Look look = look(driver, prepared);
      Optional<RunRef> found = look.same(prepared);
      if (found.isPresent()) {
        return found.get();
      }
      Instant end = since.plus(look.isDenied() ? RunCore.LAG : driver.lag());
      Duration left = Duration.between(host.timing().now(), end);
      if (left.isNegative() || left.isZero()) {
        if (look.failure != null) {
          failure.addSuppressed(look.failure);
        }
        throw failure;
      }
      pause(ServicePauses.shorter(pause, left));
      pause = ServicePauses.longer(pause);
    }
  }

  private <J> Look look(RunDriver<J> driver, Prepared<J> prepared) {
    try {
      RunRef run = driver.find(prepared.key()).orElse(null);
      return run == null
          ? new Look(null, Map.of(), null)
          : new Look(run, RunOwner.tags(driver, run, host.timing(), store), null);
    } catch (AloftException e) {
      if (e.code() == ErrorCode.INTERRUPTED) {
        throw e;
      }
      return new Look(null, Map.of(), e);
    }
  }

  /**
   * What a look at a name has shown after a send.
   *
   * @param run the run; null when there is none, or none yet
   * @param failure why it shows nothing; null when the service has answered
   */
  private record Look(
      @Nullable RunRef run, Map<String, String> tags, @Nullable AloftException failure) {

    Optional<RunRef> same(Prepared<?> wanted) {
      return run == null ? Optional.empty() : Optional.of(RunClaims.same(run, tags, wanted));
    }

    /** As it is for a while after a create, where access goes by tags. */
    boolean isDenied() {
      return failure != null && failure.code() == ErrorCode.PERMISSION_DENIED;
    }
  }

  private <J> RunRef createClaimed(RunDriver<J> driver, Prepared<J> prepared) {
    RunKey key = prepared.key();
    AloftException failure = null;
    for (int sent = 0; sent < SENDS; ) {
      ClaimFolder.Claim newest = folder.newest(key.runName());
      Optional<RunRef> found = find(driver, key, failure);
      if (found.isPresent()) {
        RunRef run = same(driver, found.get(), prepared);
        return newest.number() > 1 ? withoutDuplicates(driver, prepared, run) : run;
      }
      Duration left = newest.untilTakenOver(driver.lag(), folder.time());
      if (!left.isNegative() && !left.isZero()) {
        pause(ServicePauses.shorter(left, ServicePauses.PACE));
        continue;
      }
      Optional<ClaimFolder.Claim> mine = folder.claim(key, newest.number() + 1);
      if (mine.isEmpty()
          || find(driver, key, failure).isPresent()
          || !mine.get().maySend(folder.time())) {
        continue;
      }
      sent++;
      try {
        RunRef run = driver.create(prepared);
        return mine.get().number() > 1 ? withoutDuplicates(driver, prepared, run) : run;
      } catch (AloftException e) {
        if (e.effect() == Effect.NONE) {
          folder.withdraw(mine.get());
        }
        if (e.effect() == Effect.NONE || e.code() == ErrorCode.INTERRUPTED) {
          throw e;
        }
        failure = unsure(e, key);
        if (isWrong(e) && find(driver, key, failure).isEmpty()) {
          throw failure;
        }
      }
    }
    throw failure == null ? neverSent(key) : failure;
  }

  /** Whether the request is wrong as it is: one look tells what it did, and none follows. */
  private static boolean isWrong(AloftException error) {
    return error.code() == ErrorCode.INVALID_REQUEST;
  }

  /** A look that fails after an unsure send says nothing of what that did. */
  private static <J> Optional<RunRef> find(
      RunDriver<J> driver, RunKey key, @Nullable AloftException unsure) {
    try {
      return driver.find(key);
    } catch (AloftException e) {
      if (unsure == null) {
        throw e;
      }
      unsure.addSuppressed(e);
      throw unsure;
    }
  }

  /**
   * Of the runs that the same key has made, keeps the oldest and cancels the newer. Happens when a
   * claimant slept past its time; worth asking when a run is found again later.
   *
   * @param run what to give when the listing shows none
   */
  public <J> RunRef withoutDuplicates(RunDriver<J> driver, Prepared<J> wanted, RunRef run) {
    RunKey key = wanted.key();
    RunRef oldest = null;
    String cursor = null;
    do {
      Page<RunStatus> page = driver.list(key.group(), cursor);
      for (RunStatus status : page.items()) {
        RunRef other = status.run();
        if (other.runName().equals(key.runName())
            && isOwn(RunOwner.tags(driver, status, host.timing(), store), wanted)) {
          if (oldest != null) {
            driver.cancel(oldest);
          }
          oldest = other;
        }
      }
      cursor = page.cursor();
    } while (cursor != null);
    return oldest == null ? run : oldest;
  }

  private <J> RunRef same(RunDriver<J> driver, RunRef run, Prepared<J> wanted) {
    return same(run, RunOwner.tags(driver, run, host.timing(), store), wanted);
  }

  private static RunRef same(RunRef run, Map<String, String> tags, Prepared<?> wanted) {
    if (!isOwn(tags, wanted)) {
      throw RunOwner.notOurs(run, tags.get(RunOwner.TAG));
    }
    if (!wanted.key().specHash().equals(tags.get(RunOwner.HASH_TAG))) {
      throw error(
          ErrorCode.ALREADY_EXISTS,
          "a run with the key of \"" + wanted.key().runName() + "\" exists for another job",
          run);
    }
    return run;
  }

  private static boolean isOwn(Map<String, String> tags, Prepared<?> wanted) {
    return Objects.equals(tags.get(RunOwner.TAG), wanted.ownership().get(RunOwner.TAG));
  }

  private static AloftException neverSent(RunKey key) {
    return error(ErrorCode.BUSY, "other processes are creating \"" + key.runName() + "\"", null);
  }

  private static AloftException error(ErrorCode code, String message, @Nullable RunRef run) {
    return AloftException.of(code, message)
        .effect(Effect.NONE)
        .resource(run == null ? null : run.vendorId())
        .build();
  }

  private void pause(Duration time) {
    ServicePauses.pause(host.timing(), time);
  }
}
