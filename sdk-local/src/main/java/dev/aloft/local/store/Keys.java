package dev.aloft.local.store;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Keys as paths below a root that they cannot leave. Immutable. */
final class Keys {
  /** The directory of the store's own files. */
  static final String OWN = ".aloft";

  private final Path root;

  Keys(Path root) {
    this.root = root;
  }

  Path root() {
    return root;
  }

  /**
   * The file of a key, whether it exists or not.
   *
   * @throws AloftException INVALID_REQUEST for a text that is no key, PERMISSION_DENIED when a link
   *     leads out of the store
   */
  Path file(String key) throws IOException {
    if (!isKey(key)) {
      throw bad(key);
    }
    Path file;
    try {
      file = root.resolve(key);
    } catch (InvalidPathException e) {
      throw bad(key);
    }
    if (!file.normalize().equals(file) || !file.startsWith(root) || file.equals(root)) {
      throw bad(key);
    }
    checkInside(key, file);
    return file;
  }

  /** Whether a text is a key: segments between single slashes that name something. */
  static boolean isKey(String text) {
    String[] segments = text.split("/", -1);
    if (segments[0].equals(OWN)) {
      return false;
    }
    for (String segment : segments) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        return false;
      }
    }
    return text.chars().noneMatch(Character::isISOControl);
  }

  private void checkInside(String key, Path file) throws IOException {
    Path existing = file.getParent();
    while (existing != null && !Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
      existing = existing.getParent();
    }
    if (existing == null || !existing.startsWith(root)) {
      return; // the store itself does not exist yet
    }
    if (!existing.toRealPath().startsWith(root.toRealPath())) {
      throw AloftException.of(
              ErrorCode.PERMISSION_DENIED,
              "the key \"" + key + "\" leads out of the store through a link: " + existing)
          .resource(key)
          .build();
    }
  }

  private static AloftException bad(String key) {
    return AloftException.of(
            ErrorCode.INVALID_REQUEST,
            "\""
                + key
                + "\" is no key: a key is names between single slashes, without . and .., not in "
                + OWN)
        .resource(key)
        .build();
  }
}
