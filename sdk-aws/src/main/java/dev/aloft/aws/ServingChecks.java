package dev.aloft.aws;

import dev.aloft.ProviderOptions;
import dev.aloft.error.Problems;
import dev.aloft.model.ModelFormat;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import dev.aloft.serving.ServingRuntime;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What cannot be right in a wish for an endpoint, found before anything is sent. Pure. */
final class ServingChecks {
  private static final Pattern TAG = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");
  private static final int MOST_LABELS = 40;
  private static final int MOST_VARIABLES = 100;
  private static final int LONGEST_VALUE = 1024;
  private static final int PORT = 8080;
  private static final String VOLUME = "volume-gib (VolumeSizeInGB)";

  private final ServingSettings settings;
  private final Machines machines;
  private final ServingImages images;

  ServingChecks(AwsConfig config, ServingImages images) {
    this.settings = new ServingSettings(config);
    this.machines = new Machines(config.requireRegion());
    this.images = images;
  }

  void check(EndpointSpec spec, Problems problems) {
    problems.require(
        spec.revisions().size() <= 10, "revisions", spec.revisions().size(), "at most 10");
    labels(spec, problems);
    boolean serverless =
        spec.revisions().stream().anyMatch(revision -> isServerless(revision.options()));
    problems.require(
        !serverless || spec.revisions().size() == 1,
        "revisions (ProductionVariants)",
        spec.revisions().size(),
        "one: a serverless endpoint has no canary");
    spec.revisions().forEach(revision -> check(revision, problems));
    key(spec, problems);
  }

  /** One configuration has one key, for all of its volumes or for none. */
  private void key(EndpointSpec spec, Problems problems) {
    Set<String> keys = new TreeSet<>();
    spec.revisions().forEach(revision -> keys.add(settings.kmsKey(revision).orElse("none")));
    Set<String> ownDisks = new TreeSet<>();
    Set<String> volumes = new TreeSet<>();
    for (EndpointRevision revision : spec.revisions()) {
      (hasOwnDisk(revision) ? ownDisks : volumes).add(machine(revision));
    }
    boolean encrypted = !keys.equals(Set.of("none"));
    problems.require(
        !encrypted || ownDisks.isEmpty() || volumes.isEmpty(),
        "kms-key (KmsKeyId)",
        keys,
        "no canary between "
            + volumes
            + ", whose volumes the key encrypts, and "
            + ownDisks
            + ", with disks of its own, for which no key is taken: both on machines of one kind, or"
            + " an update");
    problems.require(
        keys.size() <= 1 || volumes.isEmpty(),
        "kms-key (KmsKeyId)",
        keys,
        "the same key for all revisions of a canary, or an update");
  }

  private static void labels(EndpointSpec spec, Problems problems) {
    problems.require(
        spec.labels().size() <= MOST_LABELS, "labels (Tags)", spec.labels().size(), "at most 40");
    spec.labels()
        .forEach(
            (name, value) ->
                problems.require(
                    name.length() <= 128
                        && !name.startsWith("aws:")
                        && !name.startsWith("aloft-")
                        && TAG.matcher(name).matches()
                        && value.length() <= 256
                        && TAG.matcher(value).matches(),
                    "label " + name + " (Tags)",
                    value,
                    "letters, digits, spaces and _.:/=+-@, a name of up to 128 that begins neither"
                        + " with aws: nor with aloft-, a value of up to 256"));
  }

  static boolean isServerless(ProviderOptions options) {
    return options.get(SageMaker.SERVERLESS_MEMORY_MB).isPresent();
  }

  private void check(EndpointRevision revision, Problems problems) {
    model(revision, problems);
    runtime(revision, problems);
    variables(revision, problems);
    if (OptionRules.hold(revision.options(), problems)) {
      machine(revision, problems);
      UpdatePolicies.check(revision.options(), problems);
      AwsConfig.network(settings.subnets(revision), settings.securityGroups(revision), problems);
    }
    problems.require(
        settings.role(revision).isPresent(),
        "role (ExecutionRoleArn)",
        null,
        "the ARN of a role that the endpoint runs as, in the setting role or"
            + " SageMaker.ROLE_ARN");
  }

  private static void model(EndpointRevision revision, Problems problems) {
    problems.require(
        S3Uri.fault(revision.modelUri()).isEmpty(),
        "model.location (ModelDataSource.S3DataSource.S3Uri)",
        revision.modelUri(),
        "a place in S3, of the region of the endpoint");
    boolean readyMade = revision.ownRuntime().isEmpty();
    if (readyMade && revision.manifest().format().equals(ModelFormat.XGBOOST)) {
      problems.require(
          ModelFiles.xgboost(revision.manifest()).isPresent()
              || ModelFiles.isArchive(revision.manifest()),
          "model.files",
          revision.manifest().files().keySet(),
          "exactly one file of XGBoost, such as xgboost-model");
    }
  }

  private void runtime(EndpointRevision revision, Problems problems) {
    ServingRuntime own = revision.runtime();
    if (!machines.hasFaults(revision.machine(), Machines.SERVING)) {
      images
          .fault(revision)
          .ifPresent(
              fix ->
                  problems.add(
                      "runtime (Image)", own == null ? revision.offer() : own.reference(), fix));
    }
    if (own != null && own.kind().equals("container")) {
      problems.require(
          own.port() == PORT,
          "runtime.port",
          own.port(),
          "8080, the only port that SageMaker calls");
      problems.require(
          own.predictRoute().equals("/invocations"),
          "runtime.predictRoute",
          own.predictRoute(),
          "/invocations, the only path that SageMaker calls");
      problems.require(
          own.healthRoute().equals("/ping"),
          "runtime.healthRoute",
          own.healthRoute(),
          "/ping, the only path that SageMaker asks");
    }
  }

  private void variables(EndpointRevision revision, Problems problems) {
    problems.require(
        revision.secrets().isEmpty(),
        "secrets (Environment)",
        revision.secrets().keySet(),
        "none: SageMaker shows an endpoint's variables to everybody who may describe its model;"
            + " let the container read them from Secrets Manager by its role");
    Map<String, String> sent = images.environment(revision);
    problems.require(
        sent.size() <= MOST_VARIABLES,
        "environment (Environment)",
        sent.size() + " variables, those of the runtime among them",
        "at most 100");
    sent.forEach(
        (variable, value) ->
            problems.require(
                variable.length() <= LONGEST_VALUE && value.length() <= LONGEST_VALUE,
                "environment." + variable + " (Environment)",
                value.length() + " characters",
                "at most 1024"));
  }

  private void machine(EndpointRevision revision, Problems problems) {
    ProviderOptions options = revision.options();
    if (isServerless(options)) {
      serverless(revision, problems);
      return;
    }
    problems.require(
        revision.scaling().min() >= 1,
        "scaling.min (MinCapacity)",
        revision.scaling().min(),
        "1 or more: an endpoint with machines never rests; SageMaker.SERVERLESS_MEMORY_MB makes"
            + " one that does");
    machines.check(revision.machine(), Machines.SERVING, problems);
    options.get(SageMaker.VOLUME_GIB).ifPresent(gib -> volume(gib, revision, problems));
  }

  private void volume(int gib, EndpointRevision revision, Problems problems) {
    problems.require(gib <= 512, VOLUME, gib, "from 1 to 512 for an endpoint");
    problems.require(
        !hasOwnDisk(revision),
        VOLUME,
        gib,
        "none: " + machine(revision) + " has disks of its own and takes no volume");
  }

  /** Whether it runs on a machine that is known and has disks of its own. */
  private boolean hasOwnDisk(EndpointRevision revision) {
    return MachineFamily.of(machine(revision)).hasOwnDisk();
  }

  /** The type of machine; empty without one, and where the wish for it is at fault. */
  private String machine(EndpointRevision revision) {
    return isServerless(revision.options())
            || machines.hasFaults(revision.machine(), Machines.SERVING)
        ? ""
        : images.machine(revision);
  }

  private void serverless(EndpointRevision revision, Problems problems) {
    ProviderOptions options = revision.options();
    int most =
        options.get(SageMaker.SERVERLESS_MAX_CONCURRENCY).orElse(ServingRequests.SERVERLESS_CALLS);
    int warm = options.get(SageMaker.SERVERLESS_PROVISIONED_CONCURRENCY).orElse(1);
    problems.require(
        warm <= most,
        "serverless-provisioned-concurrency (ProvisionedConcurrency)",
        warm,
        "at most serverless-max-concurrency, which is " + most);
    problems.require(
        revision.wantedMachine().isEmpty(),
        "machine (InstanceType)",
        revision.machine(),
        "none for a serverless endpoint");
    problems.require(
        !revision.scaling().isAutomatic() && revision.scaling().max() <= 1,
        "scaling",
        revision.scaling(),
        "none for a serverless endpoint: it follows the calls by itself");
    problems.require(
        settings.subnets(revision).isEmpty(),
        "subnets (VpcConfig)",
        settings.subnets(revision),
        "none for a serverless endpoint");
    problems.require(
        !options.get(SageMaker.NETWORK_ISOLATION).orElse(false),
        "network-isolation (EnableNetworkIsolation)",
        true,
        "false for a serverless endpoint");
  }
}
