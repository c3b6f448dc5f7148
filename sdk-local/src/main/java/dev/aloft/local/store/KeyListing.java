package dev.aloft.local.store;

import dev.aloft.driver.Page;
import dev.aloft.driver.Stored;
import dev.aloft.local.disk.Durable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One page of keys in their order: a walk that takes a directory for its name with a slash, and
 * enters only those that can hold something of the page. Links are no objects. One use.
 */
final class KeyListing {
  private final Path root;
  private final String prefix;
  private final String after;
  private final int limit;
  private final List<Stored> found = new ArrayList<>();
  private boolean more;

  KeyListing(Path root, String prefix, @Nullable String cursor, int limit) {
    this.root = root;
    this.prefix = prefix;
    this.after = cursor == null ? "" : cursor;
    this.limit = limit;
  }

  Page<Stored> page() throws IOException {
    String folder = prefix.substring(0, prefix.lastIndexOf('/') + 1);
    if (folder.isEmpty()) {
      walk(root, "");
    } else if (Keys.isKey(folder.substring(0, folder.length() - 1))) {
      walk(new Keys(root).file(folder + "any").resolveSibling(""), folder);
    }
    return new Page<>(found, more ? found.get(found.size() - 1).key() : null);
  }

  private void walk(Path directory, String folder) throws IOException {
    for (Map.Entry<String, Path> entry : sorted(directory, folder).entrySet()) {
      if (more) {
        return;
      }
      String key = entry.getKey();
      if (key.endsWith("/")) {
        walk(entry.getValue(), key);
      } else {
        add(key, entry.getValue());
      }
    }
  }

  private Map<String, Path> sorted(Path directory, String folder) throws IOException {
    TreeMap<String, Path> sorted = new TreeMap<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
      for (Path child : children) {
        String name = String.valueOf(child.getFileName());
        String key = folder + name;
        if (isOwn(folder, name)) {
          continue;
        }
        if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
          key += "/";
        }
        if (isWanted(key)) {
          sorted.put(key, child);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return sorted; // removed meanwhile, or never there
    }
    return sorted;
  }

  private static boolean isOwn(String folder, String name) {
    return name.startsWith(Durable.TEMPORARY) || (folder.isEmpty() && name.equals(Keys.OWN));
  }

  private boolean isWanted(String key) {
    if (!key.endsWith("/")) {
      return key.startsWith(prefix) && key.compareTo(after) > 0;
    }
    boolean onTheWay = key.startsWith(prefix) || prefix.startsWith(key);
    return onTheWay && (key.compareTo(after) > 0 || after.startsWith(key));
  }

  private void add(String key, Path file) throws IOException {
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return; // removed meanwhile
    }
    if (!attributes.isRegularFile()) {
      return;
    }
    if (found.size() == limit) {
      more = true;
      return;
    }
    found.add(
        new Stored(key, attributes.size(), attributes.lastModifiedTime().toInstant(), Map.of()));
  }
}
