package dev.aloft.fake.gcp;

import dev.aloft.fake.work.Tarball;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The source archives of a job, unpacked as pip would install them. Stateless. */
final class PythonPackages {
  private PythonPackages() {}

  /**
   * Unpacks archives.
   *
   * @return the directories whose modules can be imported
   * @throws GcpFailure when one is not there, or is no source archive
   */
  static List<Path> unpack(Cloud cloud, List<String> addresses, Path directory) throws IOException {
    List<Path> sources = new ArrayList<>();
    for (String address : addresses) {
      GcsAddress object = GcsAddress.of(address);
      Path archive =
          cloud
              .buckets()
              .file(object.bucket(), object.object())
              .orElseThrow(
                  () ->
                      GcpFailure.invalid(
                          "The package " + address + " does not exist, or cannot be read."));
      Path target = directory.resolve(String.valueOf(sources.size()));
      try {
        Tarball.unpack(archive, target);
      } catch (IOException e) {
        throw GcpFailure.invalid(
            "The package " + address + " cannot be installed: " + e.getMessage());
      }
      sources.add(top(target));
    }
    return sources;
  }

  /** A source archive holds one directory, which holds the packages. */
  private static Path top(Path directory) throws IOException {
    try (Stream<Path> found = Files.list(directory)) {
      List<Path> all = found.toList();
      return all.size() == 1 && Files.isDirectory(all.get(0)) ? all.get(0) : directory;
    }
  }

  /** What Python looks through for modules. */
  static String path(List<Path> sources) {
    return sources.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
