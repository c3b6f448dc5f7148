package dev.aloft.fake.store;

import dev.aloft.fake.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Bytes of a file that is open from the moment when the answer is decided, so that a reader gets
 * the version that it asked for whatever happens to the object meanwhile.
 */
public final class FileBytes implements Answer.Body {
  private static final int SMALL = 64 << 10;

  private final FileChannel file;
  private final long first;
  private final long length;

  private FileBytes(FileChannel file, long first, long length) {
    this.file = file;
    this.first = first;
    this.length = length;
  }

  /** Opens a stretch of a file; a short one is read at once. */
  public static Answer.Body open(Path path, long first, long length) throws IOException {
    if (length == 0) {
      return out -> {};
    }
    FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
    FileBytes bytes = new FileBytes(file, first, length);
    if (length > SMALL) {
      return bytes;
    }
    try (file) {
      ByteBuffer all = ByteBuffer.allocate((int) length);
      bytes.fill(all, first);
      return out -> out.write(all.array());
    }
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    try (file) {
      ByteBuffer buffer = ByteBuffer.allocate(SMALL);
      for (long written = 0; written < length; written += buffer.limit()) {
        buffer.clear().limit((int) Math.min(SMALL, length - written));
        fill(buffer, first + written);
        out.write(buffer.array(), 0, buffer.limit());
      }
    }
  }

  private void fill(ByteBuffer buffer, long from) throws IOException {
    while (buffer.hasRemaining()) {
      if (file.read(buffer, from + buffer.position()) < 0) {
        throw new IOException("the file is shorter than its index says");
      }
    }
  }
}
