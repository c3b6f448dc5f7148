package dev.aloft.cloud;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * How a {@code tar.gz} is written here: times and owners are always the same, so that the same
 * files in the same order are the same archive. Names are UTF-8, of any length.
 */
public final class SteadyTar {
  /** The mode of a file that its owner may write and all may read. */
  public static final int PLAIN = 0644;

  /** The mode of a file that may be executed as well. */
  public static final int EXECUTABLE = 0755;

  private static final int BUFFER = 1 << 16;

  private SteadyTar() {}

  /**
   * Begins an archive.
   *
   * @param out where it goes; closed with the archive
   * @throws IOException when its head cannot be written
   */
  public static TarArchiveOutputStream to(OutputStream out) throws IOException {
    TarArchiveOutputStream tar =
        new TarArchiveOutputStream(
            new GZIPOutputStream(out, BUFFER), StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
    return tar;
  }

  /**
   * The head of a file.
   *
   * @param name its path in the archive, with slashes
   * @param size how many bytes follow
   * @param mode such as {@link #PLAIN}
   */
  public static TarArchiveEntry file(String name, long size, int mode) {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(size);
    entry.setMode(mode);
    entry.setModTime(0);
    entry.setIds(0, 0);
    entry.setNames("", "");
    return entry;
  }
}
