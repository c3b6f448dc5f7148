package dev.aloft.local.store;

import dev.aloft.local.disk.Durable;
import dev.aloft.local.disk.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The texts kept with objects, each in a file of its own whose name says of which bytes it speaks:
 * by key, time and size. It is written before the object gets its name, so that the two appear
 * together; one that no object fits is never read. Thread-safe.
 */
final class Metadata {
  private final Path directory;

  Metadata(Path directory) {
    this.directory = directory;
  }

  /** Keeps the texts for an unfinished object, whose time moves until no other object has it. */
  void write(String key, Path temporary, Map<String, String> metadata) throws IOException {
    Durable.directories(directory);
    String text = Json.write(document(key, metadata));
    while (true) {
      BasicFileAttributes attributes = Files.readAttributes(temporary, BasicFileAttributes.class);
      try {
        Durable.create(file(key, attributes), text);
        return;
      } catch (FileAlreadyExistsException e) {
        long later = attributes.lastModifiedTime().to(TimeUnit.MILLISECONDS) + 1;
        Files.setLastModifiedTime(temporary, FileTime.fromMillis(later));
      }
    }
  }

  Map<String, String> read(String key, BasicFileAttributes attributes) throws IOException {
    try {
      return Json.texts(Json.read(file(key, attributes)).path("metadata"));
    } catch (NoSuchFileException e) {
      return Map.of();
    }
  }

  void delete(String key, BasicFileAttributes attributes) throws IOException {
    Files.deleteIfExists(file(key, attributes));
  }

  private static JsonNode document(String key, Map<String, String> metadata) {
    ObjectNode document = Json.object();
    document.put("key", key);
    metadata.forEach(document.putObject("metadata")::put);
    return document;
  }

  private Path file(String key, BasicFileAttributes attributes) {
    return directory.resolve(
        hash(key)
            + "-"
            + attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS)
            + "-"
            + attributes.size()
            + ".json");
  }

  private static String hash(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
