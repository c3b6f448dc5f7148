package dev.aloft.fake.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The operations on training jobs. Guarded by the clock's monitor. */
final class TrainingJobs {
  private static final int LANES = 8;
  private static final List<String> UNSEARCHED =
      List.of(
          "InfraCheckConfig",
          "MlflowConfig",
          "ProfilerRuleConfigurations",
          "ProfilingStatus",
          "RemoteDebugConfig",
          "ServerlessJobConfig",
          "WarmPoolStatus");

  private final Cloud cloud;
  private final Tags tags;
  private final Incidents incidents;
  private final TrainingQuotas quotas;
  private final WarmPools pools;
  private final JobRules rules;
  private final JobRun.Surroundings surroundings;
  private final Shelf<Job> jobs = new Shelf<>();
  private final Listing<Job> listing =
      new Listing<>("TrainingJobSummaries", false, JobDescription::summary, TrainingJobs::isListed);

  TrainingJobs(Cloud cloud) {
    this.cloud = cloud;
    this.tags = cloud.tags();
    this.incidents = cloud.incidents();
    this.quotas = new TrainingQuotas(cloud.quotas());
    this.pools = new WarmPools(cloud.clock());
    this.rules = new JobRules(cloud);
    this.surroundings = new JobRun.Surroundings(cloud, cloud.backstage().lanes(LANES), this::ended);
  }

  /** Serves the operations, and tells of the jobs. */
  void serve(JsonService sagemaker) {
    sagemaker.on("CreateTrainingJob", this::create);
    sagemaker.on("DescribeTrainingJob", this::describe);
    sagemaker.on("StopTrainingJob", (input, caller) -> stop(input));
    sagemaker.on("DeleteTrainingJob", (input, caller) -> delete(input));
    sagemaker.on("UpdateTrainingJob", (input, caller) -> update(input));
    sagemaker.on("ListTrainingJobs", (input, caller) -> listing.page(jobs, input));
    cloud
        .search()
        .source(
            "TrainingJob",
            () ->
                jobs.all().stream()
                    .map(entry -> entry.resource())
                    .map(job -> new Search.Found(job.created(), () -> record(job))));
    cloud.inventory(this::things);
    cloud.backstage().onClose(this::close);
  }

  private ObjectNode create(ObjectNode input, Caller caller) {
    rules.check(input, caller.region());
    String name = input.path("TrainingJobName").asString();
    String arn = cloud.arn("sagemaker", "training-job/" + name);
    if (jobs.has(name)) {
      throw new AwsFailure(
          400,
          "ResourceInUse",
          "Training job names must be unique within an AWS account and region, and a training job"
              + " with this name already exists ("
              + arn
              + ")");
    }
    JobRequest request = new JobRequest(input);
    quotas.take(request);
    ObjectNode kept = input.deepCopy();
    kept.remove("Tags");
    ObjectNode stopping = (ObjectNode) kept.path("StoppingCondition");
    if (!stopping.has("MaxRuntimeInSeconds")) {
      stopping.put("MaxRuntimeInSeconds", request.maxRuntime().toSeconds());
    }
    Job job = new Job(kept, arn, cloud.clock().now());
    tags.declare(arn, input.path("Tags"));
    jobs.put(job);
    if (!request.keepAlive().isZero()) {
      job.pool(new WarmPool());
    }
    JobRun run = new JobRun(surroundings, job);
    job.run(run);
    run.begin(pools.reuse(job));
    return JsonNodeFactory.instance.objectNode().put("TrainingJobArn", arn);
  }

  private void ended(Job job) {
    quotas.give(new JobRequest(job.input()));
    pools.ended(job);
  }

  private ObjectNode describe(ObjectNode input, Caller caller) {
    Job job = job(input);
    Instant now = cloud.clock().now();
    Duration hidden = cloud.timetable().of(Stage.CONSISTENCY_LAG);
    if (now.isBefore(job.created().plus(hidden))) {
      throw notFound();
    }
    if (now.isBefore(job.created().plus(incidents.describeDenied()))) {
      throw new AwsFailure(
          400,
          "AccessDeniedException",
          "User: "
              + caller.accessKey()
              + " is not authorized to perform: sagemaker:DescribeTrainingJob on resource: "
              + job.arn()
              + " because no identity-based policy allows the sagemaker:DescribeTrainingJob"
              + " action");
    }
    return JobDescription.whole(job);
  }

  private ObjectNode record(Job job) {
    ObjectNode record = JobDescription.whole(job);
    record.remove(UNSEARCHED);
    record.set("Tags", tags.of(job.arn()));
    return record;
  }

  private ObjectNode stop(ObjectNode input) {
    Job job = job(input);
    JobRun run = job.run();
    if (run == null) {
      throw AwsFailure.validation(
          "The request was rejected because the training job is in status " + job.status() + ".");
    }
    run.stop("Stopped");
    return JsonNodeFactory.instance.objectNode();
  }

  private ObjectNode delete(ObjectNode input) {
    Job job = job(input);
    WarmPool pool = job.pool();
    if (!job.isTerminal()) {
      throw inUse("the training job is in status " + job.status());
    }
    if (pool != null && pool.isAvailable()) {
      throw inUse("the training job retains an available warm pool");
    }
    job.deleting(cloud.clock().now());
    cloud
        .clock()
        .after(
            cloud.timetable().of(Stage.TRAINING_DELETING),
            () -> {
              jobs.remove(job.name());
              tags.drop(job.arn());
            });
    return JsonNodeFactory.instance.objectNode();
  }

  private static AwsFailure inUse(String why) {
    return new AwsFailure(
        400, "ResourceInUse", "The request to delete was rejected because " + why + ".");
  }

  private ObjectNode update(ObjectNode input) {
    Job job = job(input);
    WarmPool pool = job.pool();
    boolean retained = pool != null && pool.isAvailable();
    if (job.run() == null && !(retained && input.has("ResourceConfig"))) {
      throw AwsFailure.validation(
          "The request was rejected because the training job is in status " + job.status() + ".");
    }
    ObjectNode changed = job.input();
    for (String member :
        List.of("ProfilerConfig", "ProfilerRuleConfigurations", "RemoteDebugConfig")) {
      JsonNode value = input.path(member);
      if (value.isObject() && changed.get(member) instanceof ObjectNode before) {
        before.setAll((ObjectNode) value);
      } else if (!value.isMissingNode()) {
        changed.set(member, value);
      }
    }
    if (input.has("ResourceConfig")) {
      if (pool == null) {
        throw AwsFailure.validation(
            "KeepAlivePeriodInSeconds cannot be updated: the training job has no warm pool.");
      }
      ((ObjectNode) changed.path("ResourceConfig"))
          .set(
              "KeepAlivePeriodInSeconds",
              input.path("ResourceConfig").path("KeepAlivePeriodInSeconds"));
    }
    job.input(changed, cloud.clock().now());
    pools.await(job);
    return JsonNodeFactory.instance.objectNode().put("TrainingJobArn", job.arn());
  }

  private Job job(ObjectNode input) {
    return jobs.get(input.path("TrainingJobName").asString()).orElseThrow(TrainingJobs::notFound);
  }

  private static AwsFailure notFound() {
    return AwsFailure.validation("Requested resource not found.");
  }

  private static boolean isListed(ObjectNode input, Job job) {
    WarmPool pool = job.pool();
    JsonNode status = input.path("WarmPoolStatusEquals");
    return (status.isMissingNode() || (pool != null && pool.status().equals(status.asString())))
        && !input.has("TrainingPlanArnEquals");
  }

  private List<AwsCloud.Thing> things() {
    return jobs.all().stream()
        .map(entry -> entry.resource())
        .map(job -> new AwsCloud.Thing("training-job", job.name(), isBilled(job)))
        .toList();
  }

  private static boolean isBilled(Job job) {
    WarmPool pool = job.pool();
    JobRun run = job.run();
    return (run != null && run.isBilled()) || (pool != null && pool.isAvailable());
  }

  private void close() {
    synchronized (cloud.clock()) {
      for (Shelf.Entry<Job> entry : jobs.all()) {
        JobRun run = entry.resource().run();
        if (run != null) {
          run.close();
        }
      }
    }
  }
}
