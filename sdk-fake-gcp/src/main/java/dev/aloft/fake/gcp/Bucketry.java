package dev.aloft.fake.gcp;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The objects of the fake's Cloud Storage, as Vertex AI itself reads and writes them. */
interface Bucketry {

  /** Where a bucket is, such as {@code US-CENTRAL1}; empty when there is no such bucket. */
  Optional<String> location(String bucket);

  /** Makes a bucket of the cloud's own project; fine when it is there. */
  void create(String bucket, String location);

  /** Makes a bucket of a project; fine when it is there. */
  void create(String bucket, String location, String projectNumber);

  /** The names of a bucket's objects that start with a text, in the order of their bytes. */
  List<String> names(String bucket, String prefix);

  /** A file that holds an object's bytes, not to be changed; empty when there is none. */
  Optional<Path> file(String bucket, String object);

  /** Stores a file's bytes. */
  void put(String bucket, String object, Path file) throws IOException;

  /** Removes an object; fine when there is none. */
  void delete(String bucket, String object);

  /** The directory of all buckets, whose files are objects: what a script sees at {@code /gcs}. */
  Path view();
}
