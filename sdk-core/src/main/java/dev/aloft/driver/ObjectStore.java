package dev.aloft.driver;

import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A place for objects under keys, which are paths with slashes, without one at either end. Safe for
 * use by many threads. A put is seen by every later get, head and list.
 */
public interface ObjectStore {

  /** The URI of a key. */
  String uri(String key);

  /**
   * Writes an object.
   *
   * @param key its key
   * @param source the bytes; opened once for each try
   * @param createOnly whether an existing object is an error
   * @param metadata small texts kept with it
   * @return what was stored
   * @throws dev.aloft.error.AloftException ALREADY_EXISTS when it exists and must not
   */
  Stored put(String key, Source source, boolean createOnly, Map<String, String> metadata);

  /**
   * Reads an object from an offset; closes with the stream.
   *
   * @param length how many bytes at most; negative for all
   * @throws dev.aloft.error.AloftException NOT_FOUND
   */
  InputStream get(String key, long offset, long length);

  /** What is stored under a key; empty when nothing is. */
  Optional<Stored> head(String key);

  /** Removes an object; fine when there is none. */
  void delete(String key);

  /** Objects whose keys start with a text, in order of keys. */
  Page<Stored> list(String prefix, @Nullable String cursor);

  /** Copies an object within the store. */
  Stored copy(String from, String to);

  /**
   * The store's own time, by which leases are judged: never ahead of it, and behind it by less than
   * the five seconds of a lease's margin.
   */
  Instant time();

  /**
   * Takes away what puts that never ended have left where keys start with a text. Default: nothing,
   * for stores where nothing is left.
   *
   * @param before only what was begun before, by the store's time
   */
  default void dropUnfinished(String prefix, Instant before) {}

  /** An address that works without credentials for a while; empty where there is no such thing. */
  default Optional<URI> presign(String key, String method, Duration validity) {
    return Optional.empty();
  }
}
