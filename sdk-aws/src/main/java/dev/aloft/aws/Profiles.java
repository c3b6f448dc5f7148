package dev.aloft.aws;

import dev.aloft.driver.Suggestions;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileLocation;

/** The profiles of the vendor's configuration files, read anew each time. */
final class Profiles {
  private static final String DEFAULT = "default";

  private Profiles() {}

  /** Whether there is a profile; the one that is taken without a name need not be written. */
  static boolean exists(String profile) {
    return profile.equals(DEFAULT) || ProfileFile.defaultProfileFile().profile(profile).isPresent();
  }

  /** What to write instead of a profile that there is not. */
  static String fix(String profile) {
    Set<String> known = new TreeSet<>(ProfileFile.defaultProfileFile().profiles().keySet());
    return "a profile of "
        + ProfileFileLocation.configurationFilePath()
        + " or "
        + ProfileFileLocation.credentialsFilePath()
        + ", which have "
        + (known.isEmpty() ? "none" : String.join(", ", known))
        + Suggestions.nearest(profile, known)
            .map(near -> "; did you mean " + near + "?")
            .orElse("; `aws configure --profile " + profile + "` makes it");
  }
}
