package dev.aloft.fake.aws;

import dev.aloft.fake.work.Tarball;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Where the files of a model lie, and in which form.
 *
 * @param address where, as the request says it
 * @param prefix whether it is all that begins with the address, instead of one object
 * @param compressed whether it is a {@code tar.gz} archive
 */
record ModelData(String address, boolean prefix, boolean compressed) {

  /** What a container definition says of its data; null when it says nothing. */
  static @Nullable ModelData of(JsonNode container) {
    JsonNode source = container.path("ModelDataSource").path("S3DataSource");
    if (source.isObject()) {
      return new ModelData(
          source.path("S3Uri").asString(),
          source.path("S3DataType").asString().equals("S3Prefix"),
          source.path("CompressionType").asString().equals("Gzip"));
    }
    String url = container.path("ModelDataUrl").asString("");
    return url.isEmpty() ? null : new ModelData(url, false, true);
  }

  /** Whether there is a bucket of the address in a region. */
  boolean isInRegion(Bucketry buckets, String region) {
    return S3Address.parse(address)
        .flatMap(at -> buckets.region(at.bucket()))
        .filter(region::equals)
        .isPresent();
  }

  /** Whether there is something at the address. */
  boolean isThere(Bucketry buckets) {
    return S3Address.parse(address)
        .filter(at -> buckets.hasBucket(at.bucket()))
        .filter(
            at ->
                prefix
                    ? !buckets.keys(at.bucket(), at.key()).isEmpty()
                    : buckets.file(at.bucket(), at.key()).isPresent())
        .isPresent();
  }

  /**
   * Puts the files into a folder.
   *
   * @throws BootFailure when they are gone, or no archive
   */
  void copyTo(Path folder, Bucketry buckets, String container) throws IOException, BootFailure {
    S3Address at = S3Address.parse(address).orElseThrow(() -> gone(container));
    if (!isThere(buckets)) {
      throw gone(container);
    }
    if (prefix && !compressed) {
      copyAll(at, folder, buckets);
      return;
    }
    Path file = buckets.file(at.bucket(), at.key()).orElseThrow(() -> gone(container));
    if (!compressed) {
      Files.copy(file, folder.resolve(at.key().substring(at.key().lastIndexOf('/') + 1)));
      return;
    }
    try {
      Tarball.unpack(file, folder);
    } catch (IOException e) {
      throw new BootFailure(
          "Failed to extract model data archive for container \""
              + container
              + "\" from URL \""
              + address
              + "\". Please ensure that the object located at the URL is a valid tar.gz archive.",
          false);
    }
  }

  private static void copyAll(S3Address from, Path folder, Bucketry buckets) throws IOException {
    for (String key : buckets.keys(from.bucket(), from.key())) {
      Path target = folder.resolve(key.substring(from.key().length()).replaceFirst("^/+", ""));
      Optional<Path> file = buckets.file(from.bucket(), key);
      if (file.isPresent() && !key.endsWith("/") && target.normalize().startsWith(folder)) {
        Files.createDirectories(target.getParent());
        Files.copy(file.get(), target);
      }
    }
  }

  private BootFailure gone(String container) {
    return new BootFailure(
        "Failed to download model data for container \""
            + container
            + "\" from URL: \""
            + address
            + "\". Please ensure that there is an object located at the URL and that the role"
            + " passed to CreateModel has permissions to download the object.",
        false);
  }
}
