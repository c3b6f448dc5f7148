package dev.aloft.testkit.memory;

import dev.aloft.data.Column;
import dev.aloft.data.CsvFormat;
import dev.aloft.data.Data;
import dev.aloft.data.DataType;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Prepared;
import dev.aloft.driver.Source;
import dev.aloft.model.ModelManifest;
import dev.aloft.model.Signature;
import dev.aloft.operation.OperationId;
import dev.aloft.training.TrainingJob;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a run will do, found out beforehand: everything here is free and content-addressed. */
final class MemoryWork {
  private static final Duration USUAL = Duration.ofSeconds(60);

  private final Site site;
  private final ObjectStore staging;

  MemoryWork(Site site, ObjectStore staging) {
    this.site = site;
    this.staging = staging;
  }

  CloudRun.Work of(Prepared<TrainingJob> prepared) {
    TrainingJob job = prepared.job();
    Data train = job.inputs().get("train");
    MemoryCsv csv = read(prepared, train);
    String directory = "aloft/outputs/" + prepared.key().runName() + "/model";
    String failure = csv.fault();
    if (failure == null) {
      write(directory, csv.learn(site.has(Defect.ORDERS_CATEGORIES)), prepared.key().runName());
    }
    Duration duration = duration(job);
    if (duration.compareTo(job.maxRuntime()) > 0) {
      return new CloudRun.Work(
          job.maxRuntime(), "longer than " + job.maxRuntime(), true, staging.uri(directory));
    }
    return new CloudRun.Work(duration, failure, false, staging.uri(directory));
  }

  private static Duration duration(TrainingJob job) {
    Object rounds = job.hyperparameters().getOrDefault("num_round", 10);
    return USUAL.plusMillis(Long.parseLong(rounds.toString()));
  }

  private MemoryCsv read(Prepared<TrainingJob> prepared, Data data) {
    String uri = prepared.uploads().getOrDefault("input.train", data.location());
    int slash = uri.lastIndexOf('/');
    ObjectStore store = site.context().store(uri.substring(0, slash));
    try (InputStream in = store.get(uri.substring(slash + 1), 0, -1)) {
      CsvFormat format = data.csvFormat().orElseThrow();
      boolean deaf = site.has(Defect.IGNORES_SEPARATOR);
      return new MemoryCsv(new String(in.readAllBytes(), format.charset()), format, deaf);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String directory, LinearModel model, String runName) {
    String text = model.toString();
    String run = OperationId.run("memory", site.place(), runName).toString();
    ModelManifest manifest = manifest(model, text, run);
    staging.put(directory + "/" + LinearModel.FILE, Source.of(text), false, Map.of());
    staging.put(
        directory + "/" + ModelManifest.FILE, Source.of(manifest.toJson()), false, Map.of());
  }

  /** The manifest of a model. */
  static ModelManifest manifest(LinearModel model, String text, @Nullable String run) {
    List<Column> inputs =
        model.columns().stream()
            .map(
                name ->
                    new Column(
                        name, model.codes().containsKey(name) ? DataType.STRING : DataType.FLOAT64))
            .toList();
    Signature signature = new Signature(inputs, List.of(new Column("score", DataType.FLOAT64)));
    return new ModelManifest(
        MemoryServing.FORMAT, "1", signature, run, Map.of(LinearModel.FILE, hash(text)), Map.of());
  }

  private static String hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
