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
import java.time.Duration;
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
  private static final Duration PACE = Duration.ofSeconds(2);

  private final ClaimFolder folder;
  private final ReconcilerHost host;

  /** Claims in a store; the host gives time and names the claimant. */
  public RunClaims(ObjectStore store, ReconcilerHost host) {
    this.folder = new ClaimFolder(store, host.holder());
    this.host = host;
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
    return driver.repeat() == Repeat.AFTER_FIND
        ? createClaimed(driver, prepared)
        : createRepeatable(driver, prepared);
  }

  private <J> RunRef createRepeatable(RunDriver<J> driver, Prepared<J> prepared) {
    for (int send = 1; ; send++) {
      RunRef run;
      try {
        run = driver.create(prepared);
      } catch (AloftException e) {
        boolean taken = e.code() == ErrorCode.ALREADY_EXISTS;
        boolean again = taken || (e.effect() != Effect.NONE && e.code() != ErrorCode.INTERRUPTED);
        Optional<RunRef> found = again ? driver.find(prepared.key()) : Optional.empty();
        if (found.isPresent()) {
          return same(driver, found.get(), prepared);
        }
        if (!again || send == SENDS || isWrong(e)) {
          throw e;
        }
        pause(driver.lag().dividedBy(SENDS - 1).plus(PACE));
        continue;
      }
      return driver.repeat() == Repeat.BY_TOKEN ? same(driver, run, prepared) : run;
    }
  }

  private <J> RunRef createClaimed(RunDriver<J> driver, Prepared<J> prepared) {
    RunKey key = prepared.key();
    AloftException failure = null;
    for (int sent = 0; sent < SENDS; ) {
      ClaimFolder.Claim newest = folder.newest(key.runName());
      Optional<RunRef> found = driver.find(key);
      if (found.isPresent()) {
        RunRef run = same(driver, found.get(), prepared);
        return newest.number() > 1 ? withoutDuplicates(driver, prepared, run) : run;
      }
      Duration left = newest.untilTakenOver(driver.lag(), folder.time());
      if (!left.isNegative() && !left.isZero()) {
        pause(left.compareTo(PACE) < 0 ? left : PACE);
        continue;
      }
      Optional<ClaimFolder.Claim> mine = folder.claim(key, newest.number() + 1);
      if (mine.isEmpty() || driver.find(key).isPresent() || !mine.get().maySend(folder.time())) {
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
        if (isWrong(e) && driver.find(key).isEmpty()) {
          throw e;
        }
        failure = e;
      }
    }
    throw failure == null ? neverSent(key) : failure;
  }

  /** Whether the request is wrong as it is: one look tells what it did, and none follows. */
  private static boolean isWrong(AloftException error) {
    return error.code() == ErrorCode.INVALID_REQUEST;
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
        if (other.runName().equals(key.runName()) && isOwn(driver.ownership(other), wanted)) {
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

  private static <J> RunRef same(RunDriver<J> driver, RunRef run, Prepared<J> wanted) {
    Map<String, String> tags = driver.ownership(run);
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
    try {
      host.timing().pause(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw AloftException.of(ErrorCode.INTERRUPTED, "interrupted while a run was being created")
          .effect(Effect.UNKNOWN)
          .cause(e)
          .build();
    }
  }
}
