package dev.aloft.fake.aws;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checkpoints of one container, kept the same in S3: what it writes is copied there, and what it
 * deletes is deleted there. Thread-safe.
 */
final class Checkpoints {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

  private final Bucketry buckets;
  private final S3Address place;
  private final Path directory;
  private Map<String, State> known = new HashMap<>();

  private record State(long size, FileTime changed) {}

  Checkpoints(Bucketry buckets, S3Address place, Path directory) {
    String key = place.key();
    String folder = key.isEmpty() || key.endsWith("/") ? key : key + "/";
    this.buckets = buckets;
    this.place = new S3Address(place.bucket(), folder);
    this.directory = directory;
  }

  /** Copies what there is in S3 into the container. */
  synchronized void restore() throws IOException {
    Files.createDirectories(directory);
    for (String key : buckets.keys(place.bucket(), place.key())) {
      Path target = directory.resolve(key.substring(place.key().length())).normalize();
      Path file = buckets.file(place.bucket(), key).orElse(null);
      if (file != null && !key.endsWith("/") && target.startsWith(directory)) {
        Files.createDirectories(target.resolveSibling(""));
        Files.copy(file, target);
      }
    }
    known = states();
  }

  /** Copies what has changed since the last time to S3, deletions too. */
  synchronized void save() throws IOException {
    Map<String, State> now = states();
    for (Map.Entry<String, State> entry : now.entrySet()) {
      if (!entry.getValue().equals(known.get(entry.getKey()))) {
        put(entry.getKey());
      }
    }
    for (String name : known.keySet()) {
      if (!now.containsKey(name)) {
        buckets.delete(place.bucket(), place.key() + name);
      }
    }
    known = now;
  }

  private void put(String name) throws IOException {
    try {
      buckets.put(place.bucket(), place.key() + name, directory.resolve(name));
    } catch (NoSuchFileException e) {
      LOG.debug("{} was deleted at this moment", name);
    }
  }

  private Map<String, State> states() throws IOException {
    Map<String, State> states = new TreeMap<>();
    if (!Files.isDirectory(directory)) {
      return states;
    }
    List<Path> files;
    try (Stream<Path> walk = Files.walk(directory)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      try {
        String name = directory.relativize(file).toString().replace('\\', '/');
        states.put(name, new State(Files.size(file), Files.getLastModifiedTime(file)));
      } catch (NoSuchFileException e) {
        LOG.debug("{} was deleted at this moment", file);
      }
    }
    return states;
  }
}
