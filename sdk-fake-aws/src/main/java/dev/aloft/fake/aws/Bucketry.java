package dev.aloft.fake.aws;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The objects of the fake's S3, as SageMaker itself reads and writes them. Thread-safe. */
interface Bucketry {

  /** Whether a bucket exists. */
  boolean hasBucket(String bucket);

  /** Where a bucket is; empty when there is none. */
  Optional<String> region(String bucket);

  /** Makes a bucket; fine when it is there. */
  void create(String bucket);

  /** The keys of a bucket that start with a text, in the order of their bytes. */
  List<String> keys(String bucket, String prefix);

  /** A file that holds an object's bytes, not to be changed; empty when there is none. */
  Optional<Path> file(String bucket, String key);

  /** Stores a file's bytes. */
  void put(String bucket, String key, Path file) throws IOException;

  /** Removes an object; fine when there is none. */
  void delete(String bucket, String key);
}
