package dev.aloft.aws;

import dev.aloft.cloud.JobInputs;
import dev.aloft.data.Data;
import dev.aloft.driver.DriverContext;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Prepared;
import dev.aloft.driver.Source;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.training.Algorithm;
import dev.aloft.training.TrainingJob;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds what the channels of a job read. The service reads whatever starts with an address, so one
 * object is named by a list, which lies in the staging store under the hash of its text; otherwise
 * {@code train.csv.bak} would be trained on as well. Thread-safe.
 */
final class ChannelSources {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final DriverContext context;
  private final ObjectStore staging;

  ChannelSources(DriverContext context, ObjectStore staging) {
    this.context = context;
    this.staging = staging;
  }

  /** The sources of a job's inputs by their names. */
  Map<String, ChannelSource> of(Prepared<TrainingJob> prepared) {
    boolean rewritten = prepared.job().workload() instanceof Algorithm;
    Map<String, ChannelSource> sources = new LinkedHashMap<>();
    prepared
        .job()
        .inputs()
        .forEach(
            (name, data) -> {
              String staged = prepared.uploads().get(JobInputs.upload(name));
              sources.put(
                  name, staged == null ? remote(data.location()) : staged(data, staged, rewritten));
            });
    return sources;
  }

  /** A file that was rewritten has a name of ours, which starts no other. */
  private ChannelSource staged(Data data, String uri, boolean rewritten) {
    if (rewritten) {
      return ChannelSource.object(uri);
    }
    return Files.isDirectory(data.localPath()) ? ChannelSource.directory(uri) : listed(uri);
  }

  private ChannelSource remote(String uri) {
    if (uri.endsWith("/")) {
      return ChannelSource.directory(uri);
    }
    int slash = uri.lastIndexOf('/');
    ObjectStore store = context.store(uri.substring(0, slash));
    try {
      return store.head(uri.substring(slash + 1)).isPresent()
          ? listed(uri)
          : ChannelSource.directory(uri);
    } catch (AloftException e) {
      if (e.code() == ErrorCode.PERMISSION_DENIED) {
        return ChannelSource.object(uri); // only the role may read it
      }
      throw e;
    }
  }

  private ChannelSource listed(String uri) {
    int name = uri.lastIndexOf('/') + 1;
    byte[] list =
        JSON.writeValueAsString(
                List.of(Map.of("prefix", uri.substring(0, name)), uri.substring(name)))
            .getBytes(StandardCharsets.UTF_8);
    String key = "aloft/staged/" + DigestUtils.sha256Hex(list) + "/list.json";
    try {
      staging.put(key, Source.of(list), true, Map.of());
    } catch (AloftException e) {
      if (e.code() != ErrorCode.ALREADY_EXISTS) {
        throw e;
      }
    }
    return ChannelSource.listed(staging.uri(key), uri);
  }
}
