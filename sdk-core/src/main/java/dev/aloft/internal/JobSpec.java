package dev.aloft.internal;

import dev.aloft.Machine;
import dev.aloft.ProviderOption;
import dev.aloft.data.CsvFormat;
import dev.aloft.data.Data;
import dev.aloft.internal.staging.ContentReader;
import dev.aloft.training.Algorithm;
import dev.aloft.training.Container;
import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A training job as plain fields: what its hash is made over, and what two jobs under one key are
 * compared by. The key itself is no part of it. Local data counts by content, not by path.
 */
final class JobSpec {
  /** How long a hash is. */
  static final int HASH = 26;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final TreeMap<String, Object> fields = new TreeMap<>();

  private JobSpec() {}

  /**
   * The fields of a job.
   *
   * @param reader hashes local data; null when its path is enough
   */
  static JobSpec of(TrainingJob job, @Nullable ContentReader reader) {
    JobSpec spec = new JobSpec();
    spec.put("name", job.name());
    spec.workload(job, reader);
    job.inputs().forEach((name, data) -> spec.input("inputs." + name, data, reader));
    job.hyperparameters().forEach((name, value) -> spec.put("hyperparameters." + name, value));
    job.machine().ifPresent(spec::machine);
    spec.put("nodes", job.nodes());
    job.spotMaxWait().ifPresent(wait -> spec.put("spot", wait.toString()));
    spec.put("maxRuntime", job.maxRuntime().toString());
    spec.put("checkpoints", job.checkpoints());
    job.labels().forEach((name, value) -> spec.put("labels." + name, value));
    job.environment().forEach((name, value) -> spec.put("environment." + name, value));
    job.secrets().forEach((name, secret) -> spec.put("secrets." + name, secret.reference()));
    job.registerAs().ifPresent(name -> spec.put("registerAs", name));
    job.options().all().forEach(spec::option);
    return spec;
  }

  /** The fields that were written before. */
  static JobSpec read(String document) {
    JobSpec spec = new JobSpec();
    spec.fields.putAll(JSON.readValue(document, new TypeReference<Map<String, Object>>() {}));
    return spec;
  }

  /** The canonical document. */
  String document() {
    return CanonicalJson.write(fields);
  }

  /** 26 characters of base 32 over the document. */
  String hash() {
    return Hashing.base32(document(), HASH);
  }

  /** The fields that are not the same, in order. */
  List<String> differences(JobSpec other) {
    TreeSet<String> names = new TreeSet<>(fields.keySet());
    names.addAll(other.fields.keySet());
    List<String> differing = new ArrayList<>();
    for (String name : names) {
      if (!Objects.equals(text(name), other.text(name))) {
        differing.add(name);
      }
    }
    return differing;
  }

  private @Nullable String text(String name) {
    Object value = fields.get(name);
    return value == null ? null : CanonicalJson.write(value);
  }

  private void put(String name, Object value) {
    fields.put(name, value);
  }

  private void workload(TrainingJob job, @Nullable ContentReader reader) {
    put("workload.kind", job.workload().kind());
    if (job.workload() instanceof Algorithm algorithm) {
      put("workload.name", algorithm.name());
    } else if (job.workload() instanceof Container container) {
      put("workload.image", container.image());
      put("workload.entrypoint", container.entrypoint());
      put("workload.arguments", container.arguments());
    } else if (job.workload() instanceof Script script) {
      put(
          "workload.directory",
          reader == null ? script.directory().toString() : "sha256:" + reader.read(script).hash());
      put("workload.entry", script.entry());
      script.image().ifPresent(image -> put("workload.image", image));
      put("workload.installRequirements", script.installsRequirements());
      put("workload.arguments", script.arguments());
    }
  }

  private void input(String field, Data data, @Nullable ContentReader reader) {
    put(
        field,
        reader == null || !data.isLocal()
            ? data.location()
            : "sha256:" + reader.read(data.localPath()).hash());
    data.contentType().ifPresent(type -> put(field + ".contentType", type));
    data.csvFormat().ifPresent(csv -> csv(field, csv));
  }

  private void csv(String field, CsvFormat csv) {
    put(field + ".header", csv.hasHeader());
    csv.label().ifPresent(label -> put(field + ".label", label));
    csv.labelPosition().ifPresent(label -> put(field + ".label", label));
    put(field + ".separator", String.valueOf(csv.separator()));
    put(field + ".quote", String.valueOf(csv.quote()));
    put(field + ".missing", new TreeSet<>(csv.missing()));
    put(field + ".categorical", new TreeSet<>(csv.categorical()));
    put(field + ".ignored", new TreeSet<>(csv.ignored()));
    put(field + ".charset", csv.charset().name());
  }

  private void machine(Machine machine) {
    machine.type().ifPresent(type -> put("machine.type", type));
    put("machine.cpus", machine.cpus());
    put("machine.memoryGib", machine.memoryGib());
    machine.gpu().ifPresent(gpu -> put("machine.gpu", gpu));
    put("machine.gpuCount", machine.gpuCount());
  }

  private void option(ProviderOption<?> option, Object value) {
    boolean plain = value instanceof Number || value instanceof Boolean || value instanceof Map;
    put("options." + option, plain ? value : value.toString());
  }
}
