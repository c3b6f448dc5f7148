package dev.aloft.fake.store;

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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is known of the objects of a bucket, on disk: a line for each that was stored or removed,
 * written anew when most lines say nothing any more. A line that a crash cut off was never
 * answered, and is left out. Used within the bucket's monitor.
 *
 * @param <T> what is known of an object
 */
public final class Journal<T> {
  private static final int SPARE_LINES = 10_000;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path file;
  private final Map<String, T> objects;
  private final Class<T> type;
  private long lines;

  /** A line; of an object that was removed, nothing is stored. */
  private record Line(String key, @Nullable JsonNode stored) {}

  private Journal(Path file, Map<String, T> objects, Class<T> type) {
    this.file = file;
    this.objects = objects;
    this.type = type;
  }

  /**
   * Opens a journal.
   *
   * @param objects takes what it says; afterwards it is what is written anew
   * @param type of what is known of an object; Jackson reads and writes it
   * @throws IOException when a line other than the last cannot be read
   */
  public static <T> Journal<T> open(Path file, Map<String, T> objects, Class<T> type)
      throws IOException {
    Journal<T> journal = new Journal<>(file, objects, type);
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
        read(text, next == null);
        text = next;
      }
    }
  }

  private void read(String text, boolean last) throws IOException {
    try {
      Line line = JSON.readValue(text, Line.class);
      if (line.stored() == null || line.stored().isNull()) {
        objects.remove(line.key());
      } else {
        objects.put(line.key(), JSON.treeToValue(line.stored(), type));
      }
    } catch (JacksonException e) {
      if (!last) {
        throw new IOException(file + ": a line cannot be read: " + e.getOriginalMessage(), e);
      }
    }
  }

  /** Says that an object is this now. */
  public void stored(String key, T object) throws IOException {
    append(new Line(key, JSON.valueToTree(object)));
  }

  /** Says that an object is gone. */
  public void removed(String key) throws IOException {
    append(new Line(key, null));
  }

  private void append(Line line) throws IOException {
    Files.write(file, bytes(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    lines++;
  }

  /** Writes it anew, if that is worth it; called when {@code objects} is up to date. */
  public void tidy() throws IOException {
    if (lines > 2L * objects.size() + SPARE_LINES) {
      writeAnew();
    }
  }

  private void writeAnew() throws IOException {
    Path half = file.resolveSibling(file.getFileName() + ".half");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(half))) {
      for (Map.Entry<String, T> object : objects.entrySet()) {
        out.write(bytes(new Line(object.getKey(), JSON.valueToTree(object.getValue()))));
      }
    }
    Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    lines = objects.size();
  }

  private static byte[] bytes(Line line) {
    return (JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
