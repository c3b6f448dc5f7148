package dev.aloft.driver;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Registered models at one service. A version is a resource of its own: the target's name is {@code
 * name@hash}, so that a version is found again by its content after a crash. A wish of gone removes
 * the version and what it made.
 */
public interface RegistryDriver extends ResourceDriver<Registration> {

  /** A version by number or alias; the newest when neither is given. */
  Optional<RegisteredVersion> find(String name, @Nullable String versionOrAlias);

  /** Names of the registered models. */
  Page<String> names(@Nullable String cursor);

  /** Versions of a model, newest first. */
  Page<RegisteredVersion> versions(String name, @Nullable String cursor);

  /**
   * Points an alias at a version, away from any other, except for what the service says of each
   * version by itself. Asked again after a stop, it finishes; meanwhile the alias points at the old
   * version or the new one. Core asks again, a few times, where it is refused as BUSY.
   */
  void alias(String name, String alias, String version);

  /** Removes an alias; fine when there is none. */
  void unalias(String name, String alias);
}
