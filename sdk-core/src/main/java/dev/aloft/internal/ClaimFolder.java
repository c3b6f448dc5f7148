package dev.aloft.internal;

import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Page;
import dev.aloft.driver.RunKey;
import dev.aloft.driver.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The claims of runs in a store: numbered documents, each written create-only. Thread-safe. */
final class ClaimFolder {
  private static final String ROOT = "aloft/claims/";

  /** How long after its claim a create may still be sent. */
  private static final Duration SEND = Duration.ofSeconds(30);

  /** How long a create may take until the service has it. */
  private static final Duration CREATE = Duration.ofMinutes(2);

  private final ObjectStore store;
  private final CreateOnly texts;
  private final String holder;
  private final AtomicLong written = new AtomicLong();

  ClaimFolder(ObjectStore store, String holder) {
    this.store = store;
    this.texts = new CreateOnly(store);
    this.holder = holder;
  }

  /** The store's own time. */
  Instant time() {
    return store.time();
  }

  /** The newest claim of a run; number 0 when there is none. */
  Claim newest(String runName) {
    String prefix = ROOT + runName + "/";
    Claim newest = new Claim(runName, 0, Instant.EPOCH);
    String cursor = null;
    do {
      Page<Stored> page = store.list(prefix, cursor);
      for (Stored stored : page.items()) {
        String file = stored.key().substring(prefix.length());
        if (file.matches("[0-9]{10}\\.json")) {
          newest = new Claim(runName, Long.parseLong(file.substring(0, 10)), stored.modified());
        }
      }
      cursor = page.cursor();
    } while (cursor != null);
    return newest;
  }

  /** Writes the claim of that number; empty when another process has it. */
  Optional<Claim> claim(RunKey key, long number) {
    String text =
        Json.write(
            Map.of(
                "version",
                1,
                "specHash",
                key.specHash(),
                "holder",
                holder,
                "stamp",
                holder + "#" + written.incrementAndGet()));
    return texts
        .put(key(key.runName(), number), text + "\n")
        .map(stored -> new Claim(key.runName(), number, stored.modified()));
  }

  /** Takes back a claim whose create surely did nothing. */
  void withdraw(Claim claim) {
    store.delete(key(claim.runName(), claim.number()));
  }

  private static String key(String runName, long number) {
    return ROOT + runName + "/" + String.format(Locale.ROOT, "%010d", number) + ".json";
  }

  /**
   * One claim.
   *
   * @param runName the run
   * @param number its number, from 1
   * @param at when it was written, by the store's time
   */
  record Claim(String runName, long number, Instant at) {

    /** Whether the create may still be sent: it must be seen before others take over. */
    boolean maySend(Instant now) {
      return now.isBefore(at.plus(SEND));
    }

    /** How long others must wait before they take over, for a service that lags. */
    Duration untilTakenOver(Duration lag, Instant now) {
      return number == 0
          ? Duration.ZERO
          : Duration.between(now, at.plus(SEND).plus(CREATE).plus(lag));
    }
  }
}
