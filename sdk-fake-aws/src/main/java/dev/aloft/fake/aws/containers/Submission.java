package dev.aloft.fake.aws.containers;

import dev.aloft.local.disk.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A directory of one container's own, for the archive of its script and for packages. */
final class Submission implements AutoCloseable {
  private static final String S3 = "s3://";

  private final Path directory;
  private final Map<String, String> variables = new HashMap<>();

  /**
   * Gets the archive when its address is one in S3; without it the container says what is missing.
   */
  Submission(String address, ObjectSource objects) throws IOException {
    directory = Files.createTempDirectory("aloft-submission");
    variables.put("ALOFT_FAKE_SCRATCH", directory.toString());
    if (address.startsWith(S3)) {
      int slash = address.indexOf('/', S3.length());
      if (slash > 0) {
        Optional<Path> object =
            objects.file(address.substring(S3.length(), slash), address.substring(slash + 1));
        if (object.isPresent()) {
          Path copy = directory.resolve("sourcedir.tar.gz");
          Files.copy(object.get(), copy);
          variables.put("ALOFT_FAKE_SUBMIT", copy.toString());
        }
      }
    }
  }

  /** Tells the program in the container. */
  Map<String, String> variables() {
    return variables;
  }

  @Override
  public void close() {
    try {
      Durable.deleteTree(directory);
    } catch (IOException e) {
      return; // the system empties its directory of temporary files
    }
  }
}
