package dev.aloft.fake.gcp.internal.gcs;

import dev.aloft.fake.Answer;
import dev.aloft.fake.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An upload that comes in pieces. Thread-safe. */
final class Session {
  private static final int PIECE = 256 << 10;
  private static final Pattern RANGE =
      Pattern.compile("bytes (?:(\\d+)-(\\d+)|\\*)/(?:(\\d+)|\\*)");

  private final Bucket bucket;
  private final Path file;
  private final Instant begun;
  private final Digests digests = new Digests();
  private NewObject object;
  private long received;
  private @Nullable StoredObject stored;
  private boolean cancelled;

  Session(Bucket bucket, NewObject object, Instant begun) throws IOException {
    this.begun = begun;
    this.bucket = bucket;
    this.object = object;
    this.file = bucket.files().newFile();
    Files.createFile(file);
  }

  Bucket bucket() {
    return bucket;
  }

  String name() {
    return object.name();
  }

  /** What a request's Content-Range says; the whole object where it has none. */
  private record Piece(boolean isQuestion, long first, long last, long total) {
    static final long UNKNOWN = -1;

    static Piece of(Request request) {
      String header = request.header("content-range");
      if (header == null) {
        return new Piece(false, 0, UNKNOWN, UNKNOWN);
      }
      Matcher range = RANGE.matcher(header.trim());
      if (!range.matches()) {
        throw GcsFailure.invalid("Failed to parse Content-Range header.");
      }
      boolean isQuestion = range.group(1) == null;
      return new Piece(
          isQuestion,
          isQuestion ? 0 : Long.parseLong(range.group(1)),
          isQuestion ? UNKNOWN : Long.parseLong(range.group(2)),
          range.group(3) == null ? UNKNOWN : Long.parseLong(range.group(3)));
    }
  }

  /**
   * Takes a piece, or is asked how far it is.
   *
   * @return the object once it is whole; null before
   */
  synchronized @Nullable StoredObject put(Request request) throws IOException {
    if (cancelled) {
      throw new GcsFailure(410, "gone", "The upload was cancelled.");
    }
    if (stored != null) {
      return stored;
    }
    Piece piece = Piece.of(request);
    object = object.with(request);
    if (!piece.isQuestion()) {
      take(request.body(), piece);
    }
    boolean whole = request.header("content-range") == null || piece.total() == received;
    return whole ? finish() : null;
  }

  private void take(InputStream in, Piece piece) throws IOException {
    if (piece.first() > received) {
      throw new GcsFailure(
          503, "backendError", "The piece begins after the " + received + " bytes that are here.");
    }
    boolean isLast = piece.last() == Piece.UNKNOWN || piece.last() + 1 == piece.total();
    if (!isLast && (piece.last() - piece.first() + 1) % PIECE != 0) {
      throw GcsFailure.invalid(
          "Invalid request.  There were "
              + (piece.last() - piece.first() + 1)
              + " byte(s) in the request body; all but the last piece are multiples of "
              + PIECE
              + ".");
    }
    if (piece.last() != Piece.UNKNOWN && piece.last() < received) {
      return; // sent again, since its answer was lost
    }
    in.skipNBytes(received - piece.first());
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
      byte[] buffer = new byte[1 << 16];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        out.write(buffer, 0, count);
        digests.update(buffer, 0, count);
        received += count;
      }
    }
  }

  private StoredObject finish() throws IOException {
    Digests.Sums sums = digests.sums();
    try {
      object.check(sums);
      StoredObject made =
          bucket.store(
              object.name(), new Incoming(file, sums), object.properties(), object.conditions());
      stored = made;
      return made;
    } catch (GcsFailure e) {
      cancel();
      throw e;
    }
  }

  /** How far it is. */
  synchronized Answer progress() {
    Answer answer = Answer.empty(308);
    return received == 0 ? answer : answer.with("Range", "bytes=0-" + (received - 1));
  }

  /** When it was begun. */
  Instant begun() {
    return begun;
  }

  /** Whether nothing comes in it any more. */
  synchronized boolean isOver() {
    return stored != null || cancelled;
  }

  synchronized void cancel() throws IOException {
    cancelled = true;
    Files.deleteIfExists(file);
  }
}
