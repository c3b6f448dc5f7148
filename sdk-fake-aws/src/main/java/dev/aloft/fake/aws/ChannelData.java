package dev.aloft.fake.aws;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The objects of a channel, and how they come into a container. Thread-safe. */
final class ChannelData {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Bucketry buckets;
  private final JobRequest.Channel channel;
  private final Map<String, S3Address> files;

  private ChannelData(Bucketry buckets, JobRequest.Channel channel, Map<String, S3Address> files) {
    this.buckets = buckets;
    this.channel = channel;
    this.files = files;
  }

  /** Finds the objects of a channel. */
  static ChannelData of(Bucketry buckets, JobRequest.Channel channel) throws DataProblem {
    String uri = channel.s3().path("S3Uri").asString();
    S3Address source =
        S3Address.parse(uri)
            .orElseThrow(() -> new DataProblem("Data download failed:Invalid S3 URI: " + uri));
    if (!buckets.hasBucket(source.bucket())) {
      throw new DataProblem(
          "Data download failed:NoSuchBucket (404): The specified bucket does not exist: "
              + source.bucket());
    }
    Map<String, S3Address> files =
        channel.s3().path("S3DataType").asString().equals("ManifestFile")
            ? manifest(buckets, source)
            : prefix(buckets, source);
    if (files.isEmpty()) {
      throw new DataProblem("Data download failed:" + nothing(source));
    }
    return new ChannelData(buckets, channel, files);
  }

  /** What a request is told that names data of which there is none. */
  static Optional<String> fault(Bucketry buckets, JobRequest.Channel channel) {
    return S3Address.parse(channel.s3().path("S3Uri").asString())
        .filter(source -> !channel.s3().path("S3DataType").asString().equals("ManifestFile"))
        .filter(source -> !isThere(buckets, source))
        .map(ChannelData::nothing);
  }

  private static boolean isThere(Bucketry buckets, S3Address source) {
    return buckets.hasBucket(source.bucket())
        && !buckets.keys(source.bucket(), source.key()).isEmpty();
  }

  private static String nothing(S3Address source) {
    return "No S3 objects found under S3 URL \"s3://"
        + source.bucket()
        + "/"
        + source.key()
        + "\" given in input data source. Please ensure that the bucket exists in the job's"
        + " region, that objects exist under that S3 prefix, and that the role has"
        + " \"s3:ListBucket\" permissions on bucket \""
        + source.bucket()
        + "\".";
  }

  private static Map<String, S3Address> prefix(Bucketry buckets, S3Address source) {
    Map<String, S3Address> files = new LinkedHashMap<>();
    for (String key : buckets.keys(source.bucket(), source.key())) {
      if (!key.endsWith("/")) {
        files.put(place(key, source.key()), new S3Address(source.bucket(), key));
      }
    }
    return files;
  }

  /** Where an object lies below its channel: what its key has beyond the folder of the prefix. */
  static String place(String key, String prefix) {
    String rest = key.substring(prefix.length());
    if (rest.startsWith("/") || prefix.endsWith("/") || prefix.isEmpty()) {
      return rest.replaceFirst("^/+", "");
    }
    return key.substring(prefix.lastIndexOf('/') + 1);
  }

  private static Map<String, S3Address> manifest(Bucketry buckets, S3Address source)
      throws DataProblem {
    Path manifest = buckets.file(source.bucket(), source.key()).orElseThrow(() -> missing(source));
    JsonNode entries;
    try {
      entries = MAPPER.readTree(manifest.toFile());
    } catch (JacksonException e) {
      throw malformed(source);
    }
    S3Address prefix =
        S3Address.parse(entries.path(0).path("prefix").asString(""))
            .orElseThrow(() -> malformed(source));
    Map<String, S3Address> files = new LinkedHashMap<>();
    for (int i = 1; i < entries.size(); i++) {
      String suffix = entries.get(i).asString("");
      files.put(suffix, new S3Address(prefix.bucket(), prefix.key() + suffix));
    }
    return files;
  }

  private static DataProblem malformed(S3Address manifest) {
    return new DataProblem(
        "Data download failed:Invalid manifest file s3://"
            + manifest.bucket()
            + "/"
            + manifest.key()
            + ": it must be a JSON array of a prefix and suffixes");
  }

  private static DataProblem missing(S3Address object) {
    return new DataProblem(
        "Data download failed:NoSuchKey (404): The specified key does not exist: s3://"
            + object.bucket()
            + "/"
            + object.key());
  }

  /** Copies what one of several hosts gets into its directory. */
  void copy(Path directory, int host, int hosts) throws DataProblem, IOException {
    Files.createDirectories(directory);
    List<Map.Entry<String, S3Address>> all = List.copyOf(files.entrySet());
    for (int i = 0; i < all.size(); i++) {
      if (!channel.isSharded() || i % hosts == host) {
        copy(all.get(i).getKey(), all.get(i).getValue(), directory);
      }
    }
  }

  private void copy(String place, S3Address object, Path directory)
      throws DataProblem, IOException {
    Path target = directory.resolve(place).normalize();
    if (!target.startsWith(directory.normalize())) {
      throw new DataProblem("Data download failed:Invalid object key: " + object.key());
    }
    Path file = buckets.file(object.bucket(), object.key()).orElseThrow(() -> missing(object));
    Files.createDirectories(target.resolveSibling(""));
    if (channel.isGzip()) {
      try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
        Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
      }
    } else {
      Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
