package dev.aloft.internal;

import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Page;
import dev.aloft.driver.Source;
import dev.aloft.driver.Stored;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of a directory on this machine, to read. Stands in where no store for {@code file:} is
 * on the class path, so that a model on this machine can go to any provider.
 */
final class LocalDirectory implements ObjectStore {
  private final Path root;

  LocalDirectory(Path root) {
    this.root = root;
  }

  @Override
  public String uri(String key) {
    return root.resolve(key).toUri().toString();
  }

  @Override
  public InputStream get(String key, long offset, long length) {
    try {
      InputStream in = Files.newInputStream(root.resolve(key));
      in.skipNBytes(offset);
      return in;
    } catch (IOException e) {
      throw unreadable(key, e);
    }
  }

  @Override
  public Optional<Stored> head(String key) {
    Path file = root.resolve(key);
    return Files.isRegularFile(file) ? Optional.of(stored(file)) : Optional.empty();
  }

  @Override
  public Page<Stored> list(String prefix, @Nullable String cursor) {
    List<Stored> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
        Stored stored = stored(file);
        if (stored.key().startsWith(prefix)) {
          found.add(stored);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw unreadable("", e);
    }
    return Page.last(found);
  }

  private Stored stored(Path file) {
    try {
      String key = root.relativize(file).toString().replace(File.separatorChar, '/');
      Instant modified = Files.getLastModifiedTime(file).toInstant();
      return new Stored(key, Files.size(file), modified, Map.of());
    } catch (IOException e) {
      throw unreadable(root.relativize(file).toString(), e);
    }
  }

  @Override
  public Instant time() {
    throw readOnly();
  }

  @Override
  public Stored put(String key, Source source, boolean createOnly, Map<String, String> metadata) {
    throw readOnly();
  }

  @Override
  public void delete(String key) {
    throw readOnly();
  }

  @Override
  public Stored copy(String from, String to) {
    throw readOnly();
  }

  private AloftException unreadable(String key, Exception cause) {
    boolean absent = cause instanceof NoSuchFileException;
    return AloftException.of(
            absent ? ErrorCode.NOT_FOUND : ErrorCode.UNAVAILABLE,
            root.resolve(key) + (absent ? " does not exist" : " cannot be read"))
        .effect(Effect.NONE)
        .cause(cause)
        .build();
  }

  private AloftException readOnly() {
    return AloftException.of(ErrorCode.UNSUPPORTED, root + " is only read here").build();
  }
}
