package dev.aloft.internal;

import dev.aloft.error.Problems;
import java.util.regex.Pattern;

/** Portable names and what is made from them. */
public final class Names {
  private static final Pattern PORTABLE = Pattern.compile("[a-z](-?[a-z0-9])*");
  private static final int LONGEST = 24;
  private static final String RULE =
      "lower-case letters, digits and single hyphens between them, a letter first, at most 24"
          + " characters";

  private Names() {}

  /** Whether a name can be used at every provider. */
  public static boolean isPortable(String name) {
    return name.length() <= LONGEST && PORTABLE.matcher(name).matches();
  }

  /** Notes a fault unless the name can be used at every provider. */
  public static void check(String field, String name, Problems problems) {
    problems.require(isPortable(name), field, name, RULE);
  }

  /**
   * Refuses a name that cannot be used at every provider.
   *
   * @param what the thing of that name, such as {@code endpoint}
   */
  public static void require(String field, String name, String what) {
    Problems problems = new Problems();
    check(field, name, problems);
    problems.throwIfAny(what + " \"" + name + "\"");
  }

  /**
   * A name for a part: the portable name, a hyphen and the hash, within a provider's maximal
   * length. Injective for one hash length, since the hash never is cut.
   */
  public static String physical(String name, String hash, int longest) {
    int room = longest - hash.length() - 1;
    if (name.length() <= room) {
      return name + "-" + hash;
    }
    String both = Hashing.base32(name + "/" + hash, hash.length());
    String head = name.substring(0, Math.max(0, room));
    return (head.endsWith("-") ? head.substring(0, head.length() - 1) : head) + "-" + both;
  }
}
