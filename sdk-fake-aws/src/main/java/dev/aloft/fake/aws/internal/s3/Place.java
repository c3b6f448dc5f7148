package dev.aloft.fake.aws.internal.s3;

import dev.aloft.fake.FakeClock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/**
 * Where and whose a store is.
 *
 * @param region its region
 * @param account its owner's account
 * @param clock its clock
 */
record Place(String region, String account, FakeClock clock) {

  /** Now, by whole seconds, as the service dates objects. */
  Instant now() {
    return clock.realNow().truncatedTo(ChronoUnit.SECONDS);
  }

  /** The owner's canonical id. */
  String owner() {
    return HexFormat.of().formatHex(Texts.hash("SHA-256", account));
  }
}
