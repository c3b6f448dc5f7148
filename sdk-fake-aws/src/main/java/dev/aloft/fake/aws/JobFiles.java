package dev.aloft.fake.aws;

import dev.aloft.fake.work.Tarball;
import dev.aloft.local.disk.Durable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The directories of one attempt of a job, one below another for each host: what its containers
 * find, and what becomes of what they leave. Used by one thread at a time.
 */
final class JobFiles {
  private static final int FAILURE_LENGTH = 1024;

  private final Bucketry buckets;
  private final JobRequest request;
  private final Path home;
  private final List<JobRequest.Host> hosts;
  private final List<Checkpoints> checkpoints = new ArrayList<>();

  JobFiles(Bucketry buckets, JobRequest request, Path home) {
    this.buckets = buckets;
    this.request = request;
    this.home = home;
    this.hosts = request.hosts();
  }

  /** What a host's container sees at its mount. */
  Path root(int host) {
    return home.resolve(hosts.get(host).name());
  }

  /** Lays out all that containers find when they start. */
  void fill() throws DataProblem, IOException {
    List<JobRequest.Channel> channels = request.channels();
    List<ChannelData> data = new ArrayList<>();
    for (JobRequest.Channel channel : channels) {
      data.add(ChannelData.of(buckets, channel));
    }
    JobConfig config = new JobConfig(request);
    for (int host = 0; host < hosts.size(); host++) {
      Path root = Files.createDirectories(root(host));
      config.write(root.resolve("input/config"), hosts.get(host));
      Files.createDirectories(root.resolve("input/data"));
      Files.createDirectories(root.resolve("model"));
      Files.createDirectories(root.resolve("output/data"));
      for (int i = 0; i < channels.size(); i++) {
        copy(channels.get(i), data.get(i), host);
      }
      restore(root);
    }
  }

  private void copy(JobRequest.Channel channel, ChannelData data, int host)
      throws DataProblem, IOException {
    if (channel.isFor(hosts.get(host))) {
      List<JobRequest.Host> receivers = hosts.stream().filter(channel::isFor).toList();
      Path directory = root(host).resolve("input/data").resolve(channel.name());
      data.copy(directory, receivers.indexOf(hosts.get(host)), receivers.size());
    }
  }

  private void restore(Path root) throws IOException, DataProblem {
    if (request.checkpoints().isEmpty()) {
      return;
    }
    S3Address place = S3Address.parse(request.checkpoints()).orElseThrow();
    if (!buckets.hasBucket(place.bucket())) {
      throw new DataProblem(
          "Checkpoint download failed:NoSuchBucket (404): The specified bucket does not exist: "
              + place.bucket());
    }
    Checkpoints kept = new Checkpoints(buckets, place, root.resolve(request.checkpointPath()));
    kept.restore();
    checkpoints.add(kept);
  }

  /** Copies checkpoints that have changed to S3. */
  void saveCheckpoints() throws IOException {
    for (Checkpoints one : checkpoints) {
      one.save();
    }
  }

  /** What the containers say went wrong, of the first one that says so; empty when none does. */
  String failure() {
    for (int host = 0; host < hosts.size(); host++) {
      Path file = root(host).resolve("output/failure");
      if (Files.isRegularFile(file)) {
        try (InputStream in = Files.newInputStream(file);
            Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
          char[] text = new char[FAILURE_LENGTH];
          int length = 0;
          int read = reader.read(text);
          while (read > 0) {
            length += read;
            read = reader.read(text, length, text.length - length);
          }
          return new String(text, 0, length);
        } catch (IOException e) {
          return "";
        }
      }
    }
    return "";
  }

  /**
   * Stores what the containers leave: the model, and their other output where there is some.
   *
   * @param always whether an empty model is stored too, as it is at a good end
   */
  void store(boolean always) throws DataProblem, IOException {
    if (always || hasFiles("model")) {
      store("model", "model.tar.gz");
    }
    storeOutput();
  }

  /** Stores what the containers leave beside the model. */
  void storeOutput() throws DataProblem, IOException {
    if (hasFiles("output/data")) {
      store("output/data", "output.tar.gz");
    }
  }

  private boolean hasFiles(String part) throws IOException {
    for (int host = 0; host < hosts.size(); host++) {
      Path directory = root(host).resolve(part);
      if (Files.isDirectory(directory) && !files(directory).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private void store(String part, String archive) throws DataProblem, IOException {
    S3Address output =
        S3Address.parse(request.output()).orElseThrow(() -> unreachable(request.output()));
    if (!buckets.hasBucket(output.bucket())) {
      throw unreachable(output.bucket());
    }
    Path merged = merged(part);
    if (request.isArchived()) {
      Path packed = home.resolve(archive);
      Tarball.pack(merged, packed);
      buckets.put(output.bucket(), output.key() + "/" + archive, packed);
      return;
    }
    String folder = output.key() + "/" + part.replace("output/", "") + "/";
    for (Path file : files(merged)) {
      String name = merged.relativize(file).toString().replace('\\', '/');
      buckets.put(output.bucket(), folder + name, file);
    }
  }

  private static DataProblem unreachable(String bucket) {
    return new DataProblem(
        "Artifact upload failed:NoSuchBucket (404): The specified bucket does not exist: "
            + bucket);
  }

  /** What all hosts leave in one directory; where names meet, the first host's file stays. */
  private Path merged(String part) throws IOException {
    if (hosts.size() == 1) {
      return Files.createDirectories(root(0).resolve(part));
    }
    Path merged = Files.createDirectories(home.resolve("merged").resolve(part));
    for (int host = hosts.size() - 1; host >= 0; host--) {
      Path directory = root(host).resolve(part);
      if (!Files.isDirectory(directory)) {
        continue;
      }
      for (Path file : files(directory)) {
        Path target = merged.resolve(directory.relativize(file).toString());
        Files.createDirectories(target.resolveSibling(""));
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return merged;
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> walk = Files.walk(directory)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** Deletes all of it on this machine. */
  void delete() throws IOException {
    Durable.deleteTree(home);
  }
}
