package dev.aloft.aws;

import dev.aloft.driver.Prepared;
import dev.aloft.operation.OperationId;
import dev.aloft.training.Algorithm;
import dev.aloft.training.Container;
import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import software.amazon.awssdk.services.sagemaker.model.AlgorithmSpecification;
import software.amazon.awssdk.services.sagemaker.model.Channel;
import software.amazon.awssdk.services.sagemaker.model.CreateTrainingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.MetricDefinition;
import software.amazon.awssdk.services.sagemaker.model.ResourceConfig;
import software.amazon.awssdk.services.sagemaker.model.StoppingCondition;
import software.amazon.awssdk.services.sagemaker.model.Tag;

/** A portable job as SageMaker's own request. Pure. */
final class TrainingRequests {
  /** The channels that a script comes by. */
  static final Set<String> OWN_CHANNELS = Set.of(TrainingUploads.CODE, "aloft");

  /** How many variables come from here at most, beside one for each input. */
  static final int MOST_OWN_VARIABLES = 12;

  /** How many tags come from here. */
  static final int OWN_TAGS = 4;

  /** Which machine was taken and why, for whoever looks at the run later. */
  static final String MACHINE = "ALOFT_MACHINE";

  /** Where that lies which is known of the model beforehand. */
  static final String MANIFEST = "ALOFT_MANIFEST";

  /** The id of the run. */
  static final String RUN_ID = "ALOFT_RUN_ID";

  private static final int LONGEST_VARIABLE = 512;

  /** Finds a Python and starts what lies in the channel {@code aloft}. */
  private static final String START =
      "for p in \"$ALOFT_PYTHON\" python3 python; do command -v \"$p\" >/dev/null 2>&1 && exec"
          + " \"$p\" /opt/ml/input/data/aloft/bootstrap.py; done; echo \"aloft: this image has no"
          + " python3 and no python\" >&2; exit 127";

  private final Jobs jobs;

  TrainingRequests(Jobs jobs) {
    this.jobs = jobs;
  }

  /**
   * The request that creates a job.
   *
   * @param outputs the address below which all runs leave what they made
   * @param sources what the channels of the inputs read, by their names
   */
  CreateTrainingJobRequest.Builder create(
      Prepared<TrainingJob> prepared, S3Uri outputs, Map<String, ChannelSource> sources) {
    TrainingJob job = prepared.job();
    String name = prepared.key().runName();
    String image = jobs.image(job);
    CreateTrainingJobRequest.Builder request =
        CreateTrainingJobRequest.builder()
            .trainingJobName(name)
            .roleArn(jobs.role(job).orElseThrow())
            .algorithmSpecification(algorithm(job, image))
            .hyperParameters(parameters(job))
            .outputDataConfig(
                output ->
                    output
                        .s3OutputPath(outputs.toString())
                        .compressionType("NONE")
                        .kmsKeyId(jobs.kmsKey(job).orElse(null)))
            .resourceConfig(resources(job))
            .stoppingCondition(limits(job))
            .environment(variables(prepared, image, sources))
            .tags(tags(prepared));
    List<Channel> channels = channels(prepared, sources);
    if (!channels.isEmpty()) {
      request.inputDataConfig(channels);
    }
    if (job.spotMaxWait().isPresent()) {
      request.enableManagedSpotTraining(true);
    }
    if (job.checkpoints()) {
      request.checkpointConfig(
          kept ->
              kept.s3Uri(outputs.child(name).child("checkpoints").toString())
                  .localPath(ContainerPaths.CHECKPOINTS));
    }
    network(job, request);
    return request;
  }

  private void network(TrainingJob job, CreateTrainingJobRequest.Builder request) {
    List<String> subnets = jobs.subnets(job);
    if (!subnets.isEmpty()) {
      request.vpcConfig(vpc -> vpc.subnets(subnets).securityGroupIds(jobs.securityGroups(job)));
    }
    job.options().get(SageMaker.NETWORK_ISOLATION).ifPresent(request::enableNetworkIsolation);
    job.options()
        .get(SageMaker.ENCRYPT_TRAFFIC)
        .ifPresent(request::enableInterContainerTrafficEncryption);
    job.options()
        .get(SageMaker.RESTARTS)
        .ifPresent(times -> request.retryStrategy(retry -> retry.maximumRetryAttempts(times)));
  }

  private static AlgorithmSpecification algorithm(TrainingJob job, String image) {
    AlgorithmSpecification.Builder algorithm =
        AlgorithmSpecification.builder()
            .trainingImage(image)
            .trainingInputMode(job.options().get(SageMaker.INPUT_MODE).orElse("File"));
    if (job.workload() instanceof Script) {
      algorithm.containerEntrypoint("/bin/sh").containerArguments("-c", START);
    } else if (job.workload() instanceof Container container) {
      if (!container.entrypoint().isEmpty()) {
        algorithm.containerEntrypoint(container.entrypoint());
      }
      if (!container.arguments().isEmpty()) {
        algorithm.containerArguments(container.arguments());
      }
    }
    List<MetricDefinition> metrics = new ArrayList<>();
    Jobs.metrics(job)
        .forEach(
            (name, regex) ->
                metrics.add(MetricDefinition.builder().name(name).regex(regex).build()));
    return metrics.isEmpty() ? algorithm.build() : algorithm.metricDefinitions(metrics).build();
  }

  private static Map<String, String> parameters(TrainingJob job) {
    return job.workload() instanceof Algorithm
        ? XgboostNames.write(job.hyperparameters())
        : ScriptSettings.shown(job.hyperparameters());
  }

  private static List<Channel> channels(
      Prepared<TrainingJob> prepared, Map<String, ChannelSource> sources) {
    TrainingJob job = prepared.job();
    List<Channel> channels = new ArrayList<>();
    if (job.workload() instanceof Script) {
      String code = uploaded(prepared, TrainingUploads.CODE);
      channels.add(own(TrainingUploads.CODE, ChannelSource.object(code)));
      String bootstrap = uploaded(prepared, TrainingUploads.BOOTSTRAP);
      channels.add(own("aloft", ChannelSource.object(bootstrap)));
    }
    sources.forEach((name, source) -> channels.add(input(job, name, source)));
    return channels;
  }

  private static Channel own(String name, ChannelSource source) {
    return channel(name, source, "FullyReplicated").inputMode("File").build();
  }

  private static Channel input(TrainingJob job, String name, ChannelSource source) {
    String way = job.options().get(SageMaker.DISTRIBUTION).orElse("FullyReplicated");
    return channel(name, source, way)
        .contentType(Objects.requireNonNull(job.inputs().get(name)).contentType().orElse(null))
        .inputMode(
            job.options().get(SageMaker.INPUT_MODE).map(mode -> of(mode, source)).orElse(null))
        .build();
  }

  /** FastFile reads whole directories: what is one object comes as a file. */
  private static String of(String mode, ChannelSource source) {
    return mode.equals("FastFile") && source.file() != null ? "File" : mode;
  }

  private static Channel.Builder channel(String name, ChannelSource channel, String way) {
    return Channel.builder()
        .channelName(name)
        .dataSource(
            source ->
                source.s3DataSource(
                    s3 ->
                        s3.s3DataType(channel.type())
                            .s3Uri(channel.uri())
                            .s3DataDistributionType(way)));
  }

  private static String uploaded(Prepared<TrainingJob> prepared, String name) {
    String uri = prepared.uploads().get(name);
    if (uri == null) {
      throw new IllegalStateException(name + " was not uploaded");
    }
    return uri;
  }

  private ResourceConfig resources(TrainingJob job) {
    ResourceConfig.Builder resources =
        ResourceConfig.builder().instanceType(jobs.machine(job).type()).instanceCount(job.nodes());
    if (!MachineFamily.of(jobs.machine(job).type()).hasOwnDisk()) {
      jobs.kmsKey(job).ifPresent(resources::volumeKmsKeyId);
    }
    job.options().get(SageMaker.VOLUME_GIB).ifPresent(resources::volumeSizeInGB);
    job.options().get(SageMaker.WARM_POOL).ifPresent(resources::keepAlivePeriodInSeconds);
    return resources.build();
  }

  private static StoppingCondition limits(TrainingJob job) {
    StoppingCondition.Builder limits =
        StoppingCondition.builder()
            .maxRuntimeInSeconds(Math.toIntExact(job.maxRuntime().toSeconds()));
    job.spotMaxWait()
        .ifPresent(wait -> limits.maxWaitTimeInSeconds(Math.toIntExact(wait.toSeconds())));
    return limits.build();
  }

  private Map<String, String> variables(
      Prepared<TrainingJob> prepared, String image, Map<String, ChannelSource> sources) {
    TrainingJob job = prepared.job();
    Map<String, String> variables = new LinkedHashMap<>(job.environment());
    String name = prepared.key().runName();
    variables.put(
        RUN_ID, OperationId.run(AwsProvider.SCHEME, jobs.config().scope(), name).toString());
    variables.put(MACHINE, cut(jobs.machine(job) + ", image " + shortName(image)));
    String manifest = prepared.uploads().get(TrainingUploads.MANIFEST);
    if (manifest != null) {
      variables.put(MANIFEST, manifest);
    }
    if (job.workload() instanceof Container) {
      contract(prepared, sources, variables);
    }
    return variables;
  }

  /** The portable contract, for an image that runs without the bootstrap. */
  private static void contract(
      Prepared<TrainingJob> prepared,
      Map<String, ChannelSource> sources,
      Map<String, String> variables) {
    TrainingJob job = prepared.job();
    sources.forEach(
        (input, source) -> {
          String file = source.file() == null ? "" : "/" + source.file();
          variables.put(
              "ALOFT_INPUT_" + input.toUpperCase(Locale.ROOT).replace('-', '_'),
              ContainerPaths.input(input) + file);
        });
    variables.put("ALOFT_MODEL_DIR", ContainerPaths.MODEL);
    variables.put("ALOFT_OUTPUT_DIR", ContainerPaths.OUTPUT);
    variables.put("ALOFT_CHECKPOINT_DIR", ContainerPaths.CHECKPOINTS);
    variables.put("ALOFT_HYPERPARAMETERS", ContainerPaths.PARAMETERS);
    variables.put("ALOFT_METRICS", ContainerPaths.METRICS);
    variables.put("ALOFT_RUN", prepared.key().runName());
    variables.put("ALOFT_PROVIDER", AwsProvider.SCHEME);
    variables.put("ALOFT_WORLD_SIZE", Integer.toString(job.nodes()));
    if (job.nodes() == 1) {
      variables.put("ALOFT_RANK", "0");
    }
  }

  private static String shortName(String image) {
    return image.substring(image.lastIndexOf('/') + 1);
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_VARIABLE ? text : text.substring(0, LONGEST_VARIABLE);
  }

  private static List<Tag> tags(Prepared<TrainingJob> prepared) {
    Map<String, String> all = new LinkedHashMap<>(Jobs.tags(prepared.job()));
    all.putAll(prepared.ownership());
    all.put("aloft-group", prepared.key().group());
    List<Tag> tags = new ArrayList<>();
    all.forEach((key, value) -> tags.add(Tag.builder().key(key).value(value).build()));
    return tags;
  }
}
