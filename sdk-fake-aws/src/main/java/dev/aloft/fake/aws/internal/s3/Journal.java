package dev.aloft.fake.aws.internal.s3;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * What is known of the objects of a bucket, on disk: a line for each that was stored or removed,
 * written anew when most lines say nothing any more. A line that a crash cut off was never
 * answered, and is left out. Used within the bucket's monitor.
 */
final class Journal {
  private static final int SPARE_LINES = 10_000;

  private final Path file;
  private final Map<String, StoredObject> objects;
  private long lines;

  /** A line: one of both. */
  private record Line(@Nullable StoredObject stored, @Nullable String removed) {}

  private Journal(Path file, Map<String, StoredObject> objects) {
    this.file = file;
    this.objects = objects;
  }

  /**
   * Opens a journal.
   *
   * @param objects takes what it says; afterwards it is what is written anew
   */
  static Journal open(Path file, Map<String, StoredObject> objects) throws IOException {
    Journal journal = new Journal(file, objects);
    if (Files.exists(file)) {
      journal.read();
    }
    journal.writeAnew();
    return journal;
  }

  private void read() throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      String text = reader.readLine();
      while (text != null) {
        String next = reader.readLine();
        Line line = parse(text, next == null);
        if (line != null && line.stored() != null) {
          objects.put(line.stored().key(), line.stored());
        } else if (line != null && line.removed() != null) {
          objects.remove(line.removed());
        }
        text = next;
      }
    }
  }

  private @Nullable Line parse(String text, boolean last) throws IOException {
    try {
      return BucketFiles.JSON.readValue(text, Line.class);
    } catch (JacksonException e) {
      if (last) {
        return null;
      }
      throw new IOException(file + ": a line cannot be read: " + e.getOriginalMessage(), e);
    }
  }

  void stored(StoredObject object) throws IOException {
    append(new Line(object, null));
  }

  void removed(String key) throws IOException {
    append(new Line(null, key));
  }

  private void append(Line line) throws IOException {
    Files.write(file, bytes(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    lines++;
  }

  /** Writes it anew, if that is worth it; called when {@code objects} is up to date. */
  void tidy() throws IOException {
    if (lines > 2L * objects.size() + SPARE_LINES) {
      writeAnew();
    }
  }

  private void writeAnew() throws IOException {
    Path half = file.resolveSibling(file.getFileName() + ".half");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(half))) {
      for (StoredObject object : objects.values()) {
        out.write(bytes(new Line(object, null)));
      }
    }
    Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    lines = objects.size();
  }

  private static byte[] bytes(Line line) {
    return (BucketFiles.JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
