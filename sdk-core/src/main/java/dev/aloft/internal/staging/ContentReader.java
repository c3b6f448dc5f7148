package dev.aloft.internal.staging;

import dev.aloft.driver.Source;
import dev.aloft.driver.Timing;
import dev.aloft.driver.Upload;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.internal.Hashing;
import dev.aloft.training.Script;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/**
 * Hashes local files, several at once, each in pieces. Remembers what it has read, for one call of
 * a verb. Thread-safe.
 */
public final class ContentReader {
  private static final int CHUNK = 1 << 16;
  private static final int AT_ONCE = 8;

  private final Executor pool;
  private final Timing timing;
  private final Map<Path, Content> known = new ConcurrentHashMap<>();

  ContentReader(Executor pool, Timing timing) {
    this.pool = pool;
    this.timing = timing;
  }

  /**
   * The content of a file or directory; links are followed.
   *
   * @throws AloftException INVALID_REQUEST when it cannot be read; INTERRUPTED
   */
  public Content read(Path path) {
    Path full = path.toAbsolutePath().normalize();
    Content content = known.get(full);
    if (content == null) {
      content = Files.isDirectory(full) ? tree(full) : file(full);
      known.put(full, content);
    }
    return content;
  }

  /**
   * The content of the files of a script.
   *
   * @throws AloftException INVALID_REQUEST when they cannot be read; INTERRUPTED
   */
  public Content read(Script script) {
    Path directory = script.directory().toAbsolutePath().normalize();
    try {
      return tree(
          directory,
          script.files().stream().map(file -> file.toAbsolutePath().normalize()).toList());
    } catch (IOException e) {
      throw unreadable(directory, e);
    }
  }

  /** The content of bytes in memory. */
  static Content of(byte[] bytes, String name) {
    String hash = HexFormat.of().formatHex(Hashing.sha256().digest(bytes));
    return new Content(hash, false, List.of(new Content.File(name, hash, Source.of(bytes))));
  }

  /** The content of bytes that are made as they are read. */
  Content read(Upload.Opener stream, String name) {
    Content.File[] file = new Content.File[1];
    Crew.run(List.of(stop -> file[0] = hash(stream, name, stop)), 1, pool, timing);
    return new Content(file[0].hash(), false, List.of(file[0]));
  }

  private static Content.File hash(Upload.Opener stream, String name, Stop stop)
      throws IOException {
    MessageDigest digest = Hashing.sha256();
    long length = 0;
    try (InputStream in = stream.open()) {
      byte[] chunk = new byte[CHUNK];
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        stop.check();
        digest.update(chunk, 0, n);
        length += n;
      }
    }
    long size = length;
    Source source =
        new Source() {
          @Override
          public long length() {
            return size;
          }

          @Override
          public InputStream open() throws IOException {
            return stream.open();
          }
        };
    return new Content.File(name, HexFormat.of().formatHex(digest.digest()), source);
  }

  private Content file(Path path) {
    List<Content.File> files = hash(path.resolveSibling(""), List.of(path));
    return new Content(files.get(0).hash(), false, files);
  }

  private Content tree(Path directory) {
    List<Path> paths;
    try (Stream<Path> all = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
      paths = all.filter(path -> !Files.isDirectory(path)).sorted().toList();
    } catch (IOException | java.io.UncheckedIOException e) {
      throw unreadable(directory, e);
    }
    return tree(directory, paths);
  }

  private Content tree(Path directory, List<Path> paths) {
    if (paths.isEmpty()) {
      throw AloftException.of(ErrorCode.INVALID_REQUEST, directory + " holds no files").build();
    }
    List<Content.File> files = new ArrayList<>(hash(directory, paths));
    files.sort(java.util.Comparator.comparing(Content.File::path));
    StringBuilder text = new StringBuilder();
    for (Content.File file : files) {
      text.append(file.path()).append('\0').append(file.hash()).append('\n');
    }
    return new Content(Hashing.hex(text.toString()), true, files);
  }

  private List<Content.File> hash(Path base, List<Path> paths) {
    Content.File[] files = new Content.File[paths.size()];
    List<Crew.Piece> pieces = new ArrayList<>();
    for (int i = 0; i < files.length; i++) {
      int at = i;
      pieces.add(stop -> files[at] = hash(base, paths.get(at), stop));
    }
    Crew.run(pieces, AT_ONCE, pool, timing);
    return List.of(files);
  }

  private static Content.File hash(Path base, Path file, Stop stop) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw AloftException.of(
              ErrorCode.INVALID_REQUEST,
              file
                  + (Files.exists(file) ? " is neither a file nor a directory" : " does not exist"))
          .build();
    }
    Source source = Source.of(file);
    MessageDigest digest = Hashing.sha256();
    try (InputStream in = source.open()) {
      byte[] chunk = new byte[CHUNK];
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        stop.check();
        digest.update(chunk, 0, n);
      }
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    String path = base.relativize(file).toString().replace(File.separatorChar, '/');
    return new Content.File(path, HexFormat.of().formatHex(digest.digest()), source);
  }

  private static AloftException unreadable(Path path, Exception cause) {
    return AloftException.of(ErrorCode.INVALID_REQUEST, path + " cannot be read")
        .cause(cause)
        .build();
  }
}
