package dev.aloft.local.training;

import dev.aloft.local.disk.Durable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;

/**
 * Takes jars and classes out of a jar that holds them, as Spring Boot packs them, so that another
 * Java can load them. What was taken out stays for the next time. Thread-safe.
 */
final class NestedJars {
  /** {@code jar:file:/app.jar!/BOOT-INF/lib/x.jar!/}, {@code jar:nested:/app.jar/!BOOT-INF/…!/}. */
  private static final Pattern NESTED =
      Pattern.compile("jar:(?:file:|nested:)(.+?)(?:!/|/!)(.+?)!?/?");

  private final Path directory;

  NestedJars(Path directory) {
    this.directory = directory;
  }

  /** The file or directory that holds the same classes as this URL; empty for other URLs. */
  Optional<Path> take(URL url) throws IOException {
    Matcher matcher = NESTED.matcher(url.toString());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Path outer = outer(matcher.group(1));
    String inner = URLDecoder.decode(matcher.group(2).replace("+", "%2B"), StandardCharsets.UTF_8);
    if (!Files.isRegularFile(outer)) {
      return Optional.empty();
    }
    Path home = directory.resolve(mark(outer));
    Path target = home.resolve(inner).normalize();
    if (!target.startsWith(home)) {
      return Optional.empty();
    }
    if (!Files.exists(target)) {
      extract(outer, inner, target);
    }
    return Optional.of(target);
  }

  private static Path outer(String text) {
    return text.startsWith("/")
        ? Path.of(URI.create("file:" + text))
        : Path.of(URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8));
  }

  private static String mark(Path outer) throws IOException {
    String text =
        outer.toRealPath() + "\n" + Files.size(outer) + "\n" + Files.getLastModifiedTime(outer);
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void extract(Path outer, String inner, Path target) throws IOException {
    Durable.directories(target.resolveSibling(""));
    Path unfinished = Durable.temporary(target.resolveSibling(""));
    try (JarFile jar = new JarFile(outer.toFile())) {
      ZipEntry entry = jar.getEntry(inner);
      if (entry != null && !entry.isDirectory()) {
        copy(jar, entry, unfinished);
        Durable.rename(unfinished, target);
      } else {
        extractTree(jar, inner + "/", unfinished);
        Durable.publish(unfinished, target);
      }
    } catch (FileAlreadyExistsException e) {
      // another process took it out meanwhile
    } finally {
      Durable.deleteTree(unfinished);
    }
  }

  private static void extractTree(JarFile jar, String prefix, Path target) throws IOException {
    Files.createDirectory(target);
    var entries = jar.entries();
    while (entries.hasMoreElements()) {
      ZipEntry entry = entries.nextElement();
      if (entry.getName().startsWith(prefix) && !entry.isDirectory()) {
        Path file = target.resolve(entry.getName().substring(prefix.length())).normalize();
        if (file.startsWith(target)) {
          Files.createDirectories(file.resolveSibling(""));
          copy(jar, entry, file);
        }
      }
    }
  }

  private static void copy(JarFile jar, ZipEntry entry, Path target) throws IOException {
    try (InputStream in = jar.getInputStream(entry)) {
      Files.copy(in, target);
    }
  }
}
