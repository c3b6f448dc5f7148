package dev.aloft.internal;

import java.security.SecureRandom;

/** Portable names of runs: the group, a hyphen, and letters and digits. */
final class RunNames {
  private static final SecureRandom RANDOM = new SecureRandom();
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

  /** The group of a run. */
  static String group(String runName) {
    int hyphen = runName.lastIndexOf('-');
    return hyphen < 1 ? runName : runName.substring(0, hyphen);
  }
}
