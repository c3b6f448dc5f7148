package dev.aloft.gcp;

import java.io.IOException;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/** A body of several pieces of bytes, none of which is copied. */
final class PartedBody extends RequestBody {
  private final MediaType type;
  private final List<byte[]> pieces;

  PartedBody(MediaType type, List<byte[]> pieces) {
    this.type = type;
    this.pieces = List.copyOf(pieces);
  }

  @Override
  public MediaType contentType() {
    return type;
  }

  @Override
  public long contentLength() {
    return pieces.stream().mapToLong(piece -> piece.length).sum();
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    for (byte[] piece : pieces) {
      sink.write(piece);
    }
  }
}
