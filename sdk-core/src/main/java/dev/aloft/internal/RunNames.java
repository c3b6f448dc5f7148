package dev.aloft.internal;

import dev.aloft.error.Problems;
import java.security.SecureRandom;
import java.util.regex.Pattern;

/** Portable names of runs: the group, a hyphen, and letters and digits. */
final class RunNames {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Pattern PLAUSIBLE = Pattern.compile("[A-Za-z0-9](-?[A-Za-z0-9])*");
  private static final int LONGEST = 63;
  private static final int FRESH = 8;
  private static final int KEYED = 16;

  private RunNames() {}

  /** A name that no run has. */
  static String fresh(String group) {
    byte[] bytes = new byte[FRESH];
    RANDOM.nextBytes(bytes);
    return group + "-" + Hashing.base32(bytes, FRESH);
  }

  /** The name of the run under a key, the same in every process. */
  static String keyed(String group, String key) {
    return group + "-" + Hashing.base32(group + "/" + key, KEYED);
  }

  /** Refuses what no run of any provider is called. */
  static void require(String runName) {
    Problems problems = new Problems();
    problems.require(
        runName.length() <= LONGEST && PLAUSIBLE.matcher(runName).matches(),
        "runName",
        runName,
        "a run's name as run.name() gives it: letters, digits and hyphens between them, at most "
            + LONGEST
            + " characters");
    problems.throwIfAny("the run \"" + runName + "\"");
  }

  /** The group of a run. */
  static String group(String runName) {
    int hyphen = runName.lastIndexOf('-');
    return hyphen < 1 ? runName : runName.substring(0, hyphen);
  }
}
