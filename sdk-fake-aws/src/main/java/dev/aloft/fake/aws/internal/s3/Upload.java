package dev.aloft.fake.aws.internal.s3;

import dev.aloft.local.disk.Durable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An upload in parts, on its way. Thread-safe; its end is decided within its monitor. */
final class Upload {
  private static final String START = "upload.json";

  private final String id;
  private final Start start;
  private final Path directory;
  private final BucketFiles files;
  private final ConcurrentSkipListMap<Integer, Part> parts = new ConcurrentSkipListMap<>();
  private boolean ended;

  /**
   * What it began with.
   *
   * @param key the key
   * @param initiated when
   * @param headers as of an object
   * @param tags as of an object
   * @param algorithm the checksum of its parts; null when none was chosen
   * @param checksumType how the object's checksum comes from those of its parts
   */
  record Start(
      String key,
      Instant initiated,
      Map<String, String> headers,
      Map<String, String> tags,
      @Nullable ChecksumAlgorithm algorithm,
      String checksumType) {}

  /** A part. */
  record Part(
      int number,
      String data,
      long size,
      String etag,
      Instant modified,
      Map<String, String> checksums) {}

  private Upload(String id, Start start, Path directory, BucketFiles files) {
    this.id = id;
    this.start = start;
    this.directory = directory;
    this.files = files;
  }

  static Upload begin(String id, Start start, BucketFiles files) throws IOException {
    Path directory = Files.createDirectories(files.directory().resolve("uploads").resolve(id));
    BucketFiles.write(directory.resolve(START), start);
    return new Upload(id, start, directory, files);
  }

  /** Reads those that were on their way when the cloud was left. */
  static List<Upload> load(BucketFiles files) throws IOException {
    Path root = Files.createDirectories(files.directory().resolve("uploads"));
    try (Stream<Path> all = Files.list(root)) {
      return all.filter(one -> Files.exists(one.resolve(START)))
          .map(one -> load(one, files))
          .toList();
    }
  }

  private static Upload load(Path directory, BucketFiles files) {
    Start start = BucketFiles.JSON.readValue(directory.resolve(START).toFile(), Start.class);
    Upload upload = new Upload(directory.getFileName().toString(), start, directory, files);
    try (Stream<Path> all = Files.list(directory)) {
      all.filter(one -> one.getFileName().toString().matches("\\d+\\.json"))
          .map(one -> BucketFiles.JSON.readValue(one.toFile(), Part.class))
          .forEach(part -> upload.parts.put(part.number(), part));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return upload;
  }

  String id() {
    return id;
  }

  Start start() {
    return start;
  }

  /** The parts by number. */
  SortedMap<Integer, Part> parts() {
    return parts;
  }

  /** Stores a part in place of the one before. */
  synchronized void put(Part part) throws IOException {
    requireOpen();
    BucketFiles.write(directory.resolve(part.number() + ".json"), part);
    Part before = parts.put(part.number(), part);
    if (before != null) {
      files.retire(before.data());
    }
  }

  /** Refuses when it was completed or aborted. */
  synchronized void requireOpen() {
    if (ended) {
      throw noSuchUpload(id);
    }
  }

  /** Ends it, and removes its parts. */
  synchronized void end() throws IOException {
    requireOpen();
    ended = true;
    Durable.deleteTree(directory);
    parts.values().forEach(part -> files.retire(part.data()));
  }

  static S3Failure noSuchUpload(String id) {
    return new S3Failure(
            404,
            "NoSuchUpload",
            "The specified upload does not exist. The upload ID may be invalid, or the upload may"
                + " have been aborted or completed.")
        .with("UploadId", id);
  }
}
