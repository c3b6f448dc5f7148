package dev.aloft.cloud;

import dev.aloft.training.Script;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Iterator;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The files of a script as one {@code tar.gz}, made as it is read: the same bytes for the same
 * files, whoever has them since when. What may be executed stays so. For one thread.
 */
public final class ScriptArchive extends InputStream {
  private static final int CHUNK = 1 << 16;

  private final Path directory;
  private final Iterator<Path> rest;
  private final ByteArrayOutputStream packed = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar;
  private final byte[] chunk = new byte[CHUNK];
  private InputStream ready = InputStream.nullInputStream();
  private @Nullable InputStream file;
  private boolean complete;

  /**
   * Begins an archive; the files are opened one after the other, as it is read.
   *
   * @throws IOException when the archive cannot be begun
   */
  public ScriptArchive(Script script) throws IOException {
    directory = script.directory();
    rest = script.files().iterator();
    tar = SteadyTar.to(packed);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = ready.read(buffer, offset, length);
    while (count < 0 && !complete) {
      pack();
      ready = new ByteArrayInputStream(packed.toByteArray());
      packed.reset();
      count = ready.read(buffer, offset, length);
    }
    return count;
  }

  /** Packs a piece more; the archive may keep it for a while. */
  private void pack() throws IOException {
    if (file != null) {
      copy(file);
    } else if (rest.hasNext()) {
      begin(rest.next());
    } else {
      tar.close();
      complete = true;
    }
  }

  private void begin(Path path) throws IOException {
    int mode = isExecutable(path) ? SteadyTar.EXECUTABLE : SteadyTar.PLAIN;
    tar.putArchiveEntry(SteadyTar.file(nameOf(path), Files.size(path), mode));
    file = Files.newInputStream(path);
  }

  /** By its owner; who asks makes no difference. */
  private static boolean isExecutable(Path path) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    return view != null
        && view.readAttributes().permissions().contains(PosixFilePermission.OWNER_EXECUTE);
  }

  private String nameOf(Path path) {
    return directory.relativize(path).toString().replace(File.separatorChar, '/');
  }

  private void copy(InputStream from) throws IOException {
    int count = from.read(chunk);
    if (count >= 0) {
      tar.write(chunk, 0, count);
    } else {
      from.close();
      file = null;
      tar.closeArchiveEntry();
    }
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
