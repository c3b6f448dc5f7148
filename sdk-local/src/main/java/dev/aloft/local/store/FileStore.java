package dev.aloft.local.store;

import dev.aloft.driver.DriverContext;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Page;
import dev.aloft.driver.Source;
import dev.aloft.driver.Stored;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.layer.Call;
import dev.aloft.local.LocalErrors;
import dev.aloft.local.disk.Durable;
import dev.aloft.local.disk.Leftovers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * An object store in a directory: each key is the path of a file that holds exactly the bytes,
 * without permission to write it. Several processes may use one directory at once. A put is there
 * whole or not at all, whenever the process or the machine stops; of several that create the same
 * key one wins. The store's time is the clock that stamps the files.
 *
 * <p>A key cannot lie below another one, as {@code a} and {@code a/b} do: the second is refused.
 * Making one touches no file. Thread-safe.
 */
public final class FileStore implements ObjectStore {
  private static final int PAGE = 1000;
  private static final int TRIES = 10;
  private static final long SLOW_BYTES_PER_SECOND = 10_000_000;

  private final Path root;
  private final Keys keys;
  private final Path temporary;
  private final Metadata metadata;
  private final DriverContext context;
  private volatile boolean ready;

  /**
   * A store.
   *
   * @param root its directory, made when something is put
   * @param context what every request goes through
   */
  public FileStore(Path root, DriverContext context) {
    this.root = root.toAbsolutePath().normalize();
    this.keys = new Keys(this.root);
    this.temporary = this.root.resolve(Keys.OWN).resolve("temporary");
    this.metadata = new Metadata(this.root.resolve(Keys.OWN).resolve("metadata"));
    this.context = context;
  }

  @Override
  public String uri(String key) {
    return root.resolve(key).toUri().toString().replaceAll("/$", "");
  }

  @Override
  public Stored put(String key, Source source, boolean createOnly, Map<String, String> texts) {
    Call.Builder call = call("PutObject", key, source.length());
    return send(
        createOnly ? call : call.repeatable(), () -> putNow(key, source, createOnly, texts));
  }

  private Stored putNow(String key, Source source, boolean createOnly, Map<String, String> texts)
      throws IOException {
    Path file = keys.file(key);
    prepare();
    Path written = write(key, source);
    try {
      if (!texts.isEmpty()) {
        metadata.write(key, written, texts);
      }
      return publish(key, written, file, createOnly, texts);
    } finally {
      Files.deleteIfExists(written);
    }
  }

  private Path write(String key, Source source) throws IOException {
    Path written = Durable.temporary(temporary);
    try (FileChannel out =
            FileChannel.open(written, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        InputStream in = source.open()) {
      long copied = in.transferTo(Channels.newOutputStream(out));
      if (copied != source.length()) {
        throw AloftException.of(
                ErrorCode.DATA_CORRUPTED,
                "\"" + key + "\" gave " + copied + " bytes instead of " + source.length())
            .build();
      }
      protect(written);
      out.force(true);
      return written;
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(written);
      throw e;
    }
  }

  private static void protect(Path file) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view != null) {
      Set<PosixFilePermission> permissions = view.readAttributes().permissions();
      permissions.removeAll(
          Set.of(
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.GROUP_WRITE,
              PosixFilePermission.OTHERS_WRITE));
      view.setPermissions(permissions);
    }
  }

  private Stored publish(
      String key, Path written, Path file, boolean createOnly, Map<String, String> texts)
      throws IOException {
    BasicFileAttributes made = Files.readAttributes(written, BasicFileAttributes.class);
    @Nullable BasicFileAttributes old = createOnly ? null : attributes(file);
    try {
      name(key, written, file, createOnly);
    } catch (FileAlreadyExistsException e) {
      if (!texts.isEmpty()) {
        metadata.delete(key, made);
      }
      throw e;
    }
    if (old != null) {
      metadata.delete(key, old);
    }
    return stored(key, made, texts);
  }

  /** Tries again when another process removes an empty directory on the way. */
  private void name(String key, Path written, Path file, boolean createOnly) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        directoriesOf(key, file);
        if (createOnly) {
          Durable.link(written, file);
        } else {
          Durable.rename(written, file);
        }
        return;
      } catch (NoSuchFileException e) {
        if (attempt == TRIES) {
          throw e;
        }
      }
    }
  }

  private static void directoriesOf(String key, Path file) throws IOException {
    Path directory = file.resolveSibling("");
    try {
      Durable.directories(directory);
    } catch (FileAlreadyExistsException e) {
      throw AloftException.of(
              ErrorCode.INVALID_REQUEST,
              "the key \"" + key + "\" lies below the object " + e.getFile())
          .cause(e)
          .build();
    }
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      throw AloftException.of(
              ErrorCode.INVALID_REQUEST, "there are objects below the key \"" + key + "\"")
          .build();
    }
  }

  @Override
  public InputStream get(String key, long offset, long length) {
    return send(
        call("GetObject", key, 0).repeatable(),
        () -> {
          Path file = keys.file(key);
          if (attributes(file) == null) {
            throw new NoSuchFileException(file.toString());
          }
          FileChannel channel =
              FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
          InputStream in = Channels.newInputStream(channel.position(offset));
          return length < 0 ? in : new Window(in, length);
        });
  }

  @Override
  public Optional<Stored> head(String key) {
    return send(
        call("HeadObject", key, 0).repeatable(),
        () -> {
          BasicFileAttributes found = attributes(keys.file(key));
          return found == null
              ? Optional.empty()
              : Optional.of(stored(key, found, metadata.read(key, found)));
        });
  }

  @Override
  public void delete(String key) {
    send(
        call("DeleteObject", key, 0).repeatable(),
        () -> {
          Path file = keys.file(key);
          BasicFileAttributes found = attributes(file);
          if (found != null) {
            Files.deleteIfExists(file);
            metadata.delete(key, found);
            removeEmptyDirectories(file.resolveSibling(""));
          }
          return key;
        });
  }

  private void removeEmptyDirectories(Path from) throws IOException {
    Path directory = from;
    while (directory.startsWith(root) && !directory.equals(root)) {
      try {
        Files.deleteIfExists(directory);
      } catch (DirectoryNotEmptyException e) {
        Durable.forceDirectory(directory);
        return;
      }
      directory = directory.resolveSibling("");
    }
    Durable.forceDirectory(root);
  }

  @Override
  public Page<Stored> list(String prefix, @Nullable String cursor) {
    return send(
        call("ListObjects", prefix, 0).repeatable(),
        () -> new KeyListing(root, prefix, cursor, PAGE).page());
  }

  @Override
  public Stored copy(String from, String to) {
    return send(
        call("CopyObject", from, 0).timeout(Duration.ofHours(1)).repeatable(),
        () -> {
          Path file = keys.file(from);
          BasicFileAttributes found = attributes(file);
          if (found == null) {
            throw new NoSuchFileException(file.toString());
          }
          return putNow(to, Source.of(file), false, metadata.read(from, found));
        });
  }

  @Override
  public Instant time() {
    return send(
        call("GetTime", "", 0).repeatable(),
        () -> {
          prepare();
          return Durable.now(temporary);
        });
  }

  private void prepare() throws IOException {
    if (!ready || !Files.isDirectory(temporary)) {
      Durable.directories(temporary);
      Leftovers.clean(temporary, Durable.now(temporary));
      ready = true;
    }
  }

  private static @Nullable BasicFileAttributes attributes(Path file) throws IOException {
    try {
      BasicFileAttributes found =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return found.isRegularFile() ? found : null;
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static Stored stored(
      String key, BasicFileAttributes attributes, Map<String, String> texts) {
    return new Stored(key, attributes.size(), attributes.lastModifiedTime().toInstant(), texts);
  }

  private Call.Builder call(String operation, String key, long bytes) {
    return context
        .call(operation, key)
        .bucket("store")
        .timeout(context.requestTimeout().plus(Duration.ofSeconds(bytes / SLOW_BYTES_PER_SECOND)));
  }

  private <T> T send(Call.Builder call, Callable<T> body) {
    Call built = call.build();
    return context.send(
        built,
        () -> {
          try {
            return body.call();
          } catch (IOException e) {
            throw LocalErrors.translate(verb(built.operation()), built.resource(), e);
          }
        });
  }

  private static String verb(String operation) {
    return switch (operation) {
      case "PutObject" -> "write";
      case "CopyObject" -> "copy";
      case "DeleteObject" -> "delete";
      case "ListObjects" -> "list";
      default -> "read";
    };
  }

  @Override
  public String toString() {
    return root.toUri().toString();
  }
}
