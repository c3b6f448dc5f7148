package dev.aloft.fake.work;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/**
 * Packs folders into {@code tar.gz} archives and unpacks such archives, nothing outside of them.
 */
public final class Tarball {
  private static final long LARGEST = 16L << 30;

  private Tarball() {}

  /**
   * Packs what is in a folder, in the order of the names; the same content gives the same bytes.
   */
  public static void pack(Path directory, Path archive) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(directory)) {
      paths = walk.filter(path -> !path.equals(directory)).sorted().toList();
    }
    try (OutputStream file = Files.newOutputStream(archive);
        OutputStream gzip = new GzipCompressorOutputStream(file, new GzipParameters());
        TarArchiveOutputStream tar = new TarArchiveOutputStream(gzip, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      for (Path path : paths) {
        pack(directory.relativize(path).toString().replace('\\', '/'), path, tar);
      }
    }
  }

  private static void pack(String name, Path path, TarArchiveOutputStream tar) throws IOException {
    boolean folder = Files.isDirectory(path);
    if (!folder && !Files.isRegularFile(path)) {
      return;
    }
    TarArchiveEntry entry = new TarArchiveEntry(folder ? name + "/" : name);
    entry.setModTime(0);
    if (!folder) {
      entry.setSize(Files.size(path));
      entry.setMode(Files.isExecutable(path) ? 0100755 : 0100644);
    }
    tar.putArchiveEntry(entry);
    if (!folder) {
      Files.copy(path, tar);
    }
    tar.closeArchiveEntry();
  }

  /**
   * Unpacks an archive.
   *
   * @throws IOException when it is none, or holds links, special files, too much, or anything that
   *     would lie outside of the folder
   */
  public static void unpack(Path archive, Path directory) throws IOException {
    Files.createDirectories(directory);
    try (InputStream file = Files.newInputStream(archive);
        InputStream gzip =
            GzipCompressorInputStream.builder()
                .setInputStream(file)
                .setDecompressConcatenated(true)
                .get();
        TarArchiveInputStream tar = new TarArchiveInputStream(gzip, "UTF-8")) {
      long left = LARGEST;
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        left -= entry.getSize();
        if (left < 0) {
          throw new IOException("the archive holds more than " + LARGEST + " bytes");
        }
        unpack(entry, tar, directory);
      }
    }
  }

  private static void unpack(TarArchiveEntry entry, TarArchiveInputStream tar, Path directory)
      throws IOException {
    String name = entry.getName().replaceFirst("^/+", ""); // as tar itself does
    Path target = directory.resolve(name).normalize();
    if (!target.startsWith(directory.normalize())) {
      throw new IOException("the archive's entry " + entry.getName() + " lies outside of it");
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
    } else if (entry.isFile() && !entry.isLink() && !entry.isSymbolicLink()) {
      Files.createDirectories(target.getParent());
      if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
        Files.delete(target);
      }
      Files.copy(tar, target);
      if ((entry.getMode() & 0100) != 0 && !target.toFile().setExecutable(true)) {
        throw new IOException("cannot make " + target + " executable");
      }
    } else {
      throw new IOException("the archive's entry " + entry.getName() + " is no file and no folder");
    }
  }
}
