package dev.aloft.fake.aws.containers;

import java.nio.file.Path;
import java.util.Optional;

/** Where containers get what lies in S3. Thread-safe. */
@FunctionalInterface
public interface ObjectSource {

  /** A file with an object's bytes, not to be changed; empty when there is none. */
  Optional<Path> file(String bucket, String key);
}
