package dev.aloft.aws;

import dev.aloft.driver.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.http.ContentStreamProvider;

/** A source as the vendor's client opens it; an older stream is closed when it opens another. */
final class SourceStreams implements ContentStreamProvider, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SourceStreams.class);

  private final Source source;
  private @Nullable InputStream open;

  SourceStreams(Source source) {
    this.source = source;
  }

  @Override
  public synchronized InputStream newStream() {
    close();
    try {
      InputStream stream = source.open();
      open = stream;
      return stream;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() {
    InputStream older = open;
    open = null;
    try {
      if (older != null) {
        older.close();
      }
    } catch (IOException e) {
      LOG.debug("a stream was not closed", e);
    }
  }
}
