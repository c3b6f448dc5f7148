package dev.aloft.gcp;

import dev.aloft.Machine;
import dev.aloft.data.CsvFormat;
import dev.aloft.data.Data;
import dev.aloft.error.Problems;
import dev.aloft.training.Algorithm;
import dev.aloft.training.Container;
import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What Vertex AI cannot take of a job, told before anything is sent. The portable field comes
 * first, the vendor's own name behind it. Pure.
 */
final class TrainingChecks {
  private static final Pattern IMAGE = Pattern.compile("\\S{1,255}");
  private static final int MOST_VARIABLES = 100;
  private static final int OWN_VARIABLES = 14;
  private static final int MOST_LABELS = 64;
  private static final int OWN_LABELS = 5;
  private static final int SMALLEST_DISK = 100;
  private static final int LARGEST_DISK = 64_000;
  private static final Duration LONGEST_FLEX_START = Duration.ofDays(7);

  private static final Set<String> DISK_TYPES =
      Set.of("pd-ssd", "pd-standard", "hyperdisk-balanced");

  private final WorkSettings jobs;

  TrainingChecks(WorkSettings jobs) {
    this.jobs = jobs;
  }

  void check(TrainingJob job, Problems problems) {
    Machines.check(job.machine().orElse(null), Machines.TRAINING, problems);
    workload(job, problems);
    inputs(job, problems);
    variables(job, problems);
    problems.require(
        job.labels().size() <= MOST_LABELS - OWN_LABELS,
        "labels",
        job.labels().size() + " labels",
        "at most " + (MOST_LABELS - OWN_LABELS) + " (labels)");
    scheduling(job, problems);
    accelerators(job, problems);
    options(job, problems);
  }

  private void workload(TrainingJob job, Problems problems) {
    if (job.workload() instanceof Container container) {
      image("container.image", container.image(), problems);
      return;
    }
    if (job.workload() instanceof Script script && script.image().isPresent()) {
      image("script.image", script.image().get(), problems);
      return;
    }
    if (!Machines.hasFaults(job.machine().orElse(null), Machines.TRAINING)) {
      problems.require(
          jobs.image(job).isPresent(),
          "image (image_uri)",
          jobs.framework(job),
          "an image of your own, in Script.image or Vertex.TRAINING_IMAGE: Vertex AI has none of"
              + " this framework for this machine");
    }
  }

  private static void image(String field, String image, Problems problems) {
    problems.require(
        IMAGE.matcher(image).matches(), field, image, "1 to 255 characters without spaces");
  }

  private static void inputs(TrainingJob job, Problems problems) {
    for (Map.Entry<String, Data> input : job.inputs().entrySet()) {
      String field = "inputs." + input.getKey();
      Data data = input.getValue();
      if (data.scheme().equals("gs")) {
        GcsUri.fault(data.location())
            .ifPresent(fault -> problems.add(field, data, "gs://BUCKET/NAME: " + fault));
      }
      if (job.workload() instanceof Algorithm && !data.isLocal() && data.csvFormat().isPresent()) {
        asItMustBe(field, data.csvFormat().get(), problems);
      }
    }
  }

  /** What lies in the store is read as it is. */
  private static void asItMustBe(String field, CsvFormat csv, Problems problems) {
    boolean first = csv.labelPosition().orElse(-1) == 0 || csv.label().orElse("").equals("f0");
    boolean plain = csv.separator() == ',' && csv.ignored().isEmpty();
    problems.require(
        !csv.hasHeader() && first && plain,
        field,
        csv,
        "data without a header and the label first: .noHeader().label(0); a local file is"
            + " rewritten by itself");
  }

  private static void variables(TrainingJob job, Problems problems) {
    int most = MOST_VARIABLES - OWN_VARIABLES - job.inputs().size();
    problems.require(
        job.environment().size() <= most,
        "environment",
        job.environment().size() + " variables",
        "at most " + most + " (env)");
    job.secrets()
        .keySet()
        .forEach(
            name ->
                problems.add(
                    "secrets." + name,
                    "***",
                    "no secret here: Vertex AI shows variables (env) to all who see the job; read"
                        + " it in the work from Secret Manager, by its service account's right"));
  }

  private void scheduling(TrainingJob job, Problems problems) {
    job.options()
        .get(Vertex.FLEX_START)
        .ifPresent(
            wait -> {
              String field = "options." + Vertex.FLEX_START;
              problems.require(!wait.isNegative(), field, wait, "zero, or a time to wait");
              problems.require(
                  job.spotMaxWait().isEmpty(), field, wait, "either this or spot (strategy)");
              problems.require(
                  processor(job).equals(Machines.GPU),
                  "machine (machine_spec)",
                  job.machine().map(Machine::toString).orElse(Machines.SMALL),
                  "a machine with GPUs beside Vertex.FLEX_START, such as g2-standard-4");
              problems.require(
                  job.maxRuntime().compareTo(LONGEST_FLEX_START) <= 0,
                  "maxRuntime",
                  job.maxRuntime(),
                  "at most 7 days with Vertex.FLEX_START (scheduling.timeout)");
            });
  }

  private String processor(TrainingJob job) {
    return Machines.hasFaults(job.machine().orElse(null), Machines.TRAINING)
        ? Machines.GPU // the machine's own fault is told
        : Machines.processor(jobs.machine(job).type());
  }

  private void accelerators(TrainingJob job, Problems problems) {
    if (!processor(job).equals(Machines.TPU)) {
      return;
    }
    String type = jobs.machine(job).type();
    problems.require(
        job.spotMaxWait().isEmpty() || !Machines.isPod(type),
        "spot (strategy)",
        type,
        "no spot: Vertex AI has no idle groups of TPUs (pods)");
    problems.require(
        job.nodes() == 1 || !Machines.isLitePod(type),
        "nodes (replica_count)",
        job.nodes(),
        "1 with " + type + "; Vertex.TPU_TOPOLOGY makes the group larger");
  }

  private void options(TrainingJob job, Problems problems) {
    job.options()
        .get(Vertex.DISK_TYPE)
        .ifPresent(
            type ->
                problems.require(
                    DISK_TYPES.contains(type),
                    "options." + Vertex.DISK_TYPE,
                    type,
                    "pd-ssd, pd-standard or hyperdisk-balanced (boot_disk_type)"));
    job.options()
        .get(Vertex.DISK_GIB)
        .ifPresent(
            size ->
                problems.require(
                    size >= SMALLEST_DISK && size <= LARGEST_DISK,
                    "options." + Vertex.DISK_GIB,
                    size,
                    "100 to 64000 (boot_disk_size_gb)"));
    jobs.serviceAccount(job.options())
        .ifPresent(
            account ->
                problems.require(
                    GcpConfig.isServiceAccount(account),
                    "service-account (service_account)",
                    account,
                    "the e-mail address of a service account"));
    jobs.network(job.options())
        .ifPresent(
            network ->
                problems.require(
                    GcpConfig.isNetwork(network),
                    "network (network)",
                    network,
                    GcpConfig.NETWORK_FIX));
    jobs.kmsKey(job.options())
        .ifPresent(
            key ->
                problems.require(
                    jobs.config().isKeyHere(key),
                    "kms-key (kms_key_name)",
                    key,
                    GcpConfig.KEY_FIX));
    job.options()
        .get(Vertex.TENSORBOARD)
        .ifPresent(
            board ->
                problems.require(
                    jobs.serviceAccount(job.options()).isPresent(),
                    "options." + Vertex.TENSORBOARD,
                    board,
                    "a service account beside it, in the setting service-account or"
                        + " Vertex.SERVICE_ACCOUNT"));
  }
}
