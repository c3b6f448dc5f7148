package dev.aloft.local.conformance;

import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Page;
import dev.aloft.driver.Source;
import dev.aloft.driver.Stored;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The file store of a home whose time a test moves forward, so that leases pass. */
final class SkewedStore implements ObjectStore {
  private static final Map<String, Duration> AHEAD = new ConcurrentHashMap<>();

  private final ObjectStore files;
  private final String place;

  SkewedStore(ObjectStore files, String place) {
    this.files = files;
    this.place = place;
  }

  static void pass(String place, Duration time) {
    AHEAD.merge(place, time, Duration::plus);
  }

  private Duration ahead() {
    return AHEAD.getOrDefault(place, Duration.ZERO);
  }

  @Override
  public Stored put(String key, Source source, boolean createOnly, Map<String, String> metadata) {
    Stored stored = files.put(key, source, createOnly, metadata);
    Instant written = stored.modified().plus(ahead());
    try {
      Files.setLastModifiedTime(Path.of(URI.create(files.uri(key))), FileTime.from(written));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Stored(key, stored.size(), written, stored.metadata());
  }

  @Override
  public Instant time() {
    return files.time().plus(ahead());
  }

  @Override
  public String uri(String key) {
    return files.uri(key);
  }

  @Override
  public InputStream get(String key, long offset, long length) {
    return files.get(key, offset, length);
  }

  @Override
  public Optional<Stored> head(String key) {
    return files.head(key);
  }

  @Override
  public void delete(String key) {
    files.delete(key);
  }

  @Override
  public Page<Stored> list(String prefix, @Nullable String cursor) {
    return files.list(prefix, cursor);
  }

  @Override
  public Stored copy(String from, String to) {
    return files.copy(from, to);
  }
}
