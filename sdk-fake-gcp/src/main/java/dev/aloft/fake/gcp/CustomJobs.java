package dev.aloft.fake.gcp;

import com.google.cloud.aiplatform.v1.CancelCustomJobRequest;
import com.google.cloud.aiplatform.v1.CreateCustomJobRequest;
import com.google.cloud.aiplatform.v1.CustomJob;
import com.google.cloud.aiplatform.v1.DeleteCustomJobRequest;
import com.google.cloud.aiplatform.v1.DeleteOperationMetadata;
import com.google.cloud.aiplatform.v1.GetCustomJobRequest;
import com.google.cloud.aiplatform.v1.JobState;
import com.google.cloud.aiplatform.v1.ListCustomJobsRequest;
import com.google.cloud.aiplatform.v1.ListCustomJobsResponse;
import com.google.longrunning.Operation;
import com.google.protobuf.Empty;
import com.google.protobuf.util.Timestamps;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Custom jobs. Guarded by the clock's monitor. */
final class CustomJobs {
  private static final int LANES = 16;
  private static final String COLLECTION = "customJobs";
  private static final Map<String, Function<CustomJob, String>> FILTERED =
      Map.of(
          "display_name", CustomJob::getDisplayName,
          "state", job -> job.getState().name(),
          "create_time", job -> Timestamps.toString(job.getCreateTime()));

  private final Cloud cloud;
  private final LongOperations operations;
  private final Ids ids = new Ids();
  private final Executor lanes;
  private final Shelf<CustomJob> jobs;
  private final Map<String, JobRun> runs = new HashMap<>();
  private final Map<String, Consumer<CustomJob>> listeners = new HashMap<>();

  CustomJobs(Cloud cloud, LongOperations operations) {
    this.cloud = cloud;
    this.operations = operations;
    this.lanes = cloud.backstage().lanes(LANES);
    this.jobs = new Shelf<>(cloud, "CustomJob", CustomJob::getLabelsMap);
    cloud.inventory(this::things);
    cloud.backstage().onClose(() -> runs().forEach(JobRun::close));
  }

  void serve(RpcTable table) {
    table
        .on(
            CreateCustomJobRequest.class,
            (request, call) -> create(request.getParent(), request.getCustomJob(), job -> {}))
        .on(GetCustomJobRequest.class, (request, call) -> jobs.get(name(request.getName())))
        .on(ListCustomJobsRequest.class, (request, call) -> list(request))
        .on(CancelCustomJobRequest.class, (request, call) -> cancel(request.getName()))
        .on(DeleteCustomJobRequest.class, (request, call) -> delete(request.getName()));
  }

  private String name(String asked) {
    return ResourceName.of(cloud, asked, COLLECTION).full();
  }

  /**
   * Accepts a job.
   *
   * @param changed told of each of its changes
   */
  CustomJob create(String parent, CustomJob asked, Consumer<CustomJob> changed) {
    String place = ResourceName.parent(cloud, parent);
    JobRules.check(cloud, asked);
    EncryptionKeys.check(cloud, asked.getEncryptionSpec(), "custom_job");
    cloud.quotas().admit(TrainingQuotas.of(asked.getJobSpec()), this::used);
    String name = place + "/" + COLLECTION + "/" + ids.next();
    CustomJob job =
        CustomJob.newBuilder()
            .setName(name)
            .setDisplayName(asked.getDisplayName())
            .setJobSpec(asked.getJobSpec())
            .putAllLabels(asked.getLabelsMap())
            .setEncryptionSpec(asked.getEncryptionSpec())
            .setState(JobState.JOB_STATE_PENDING)
            .setCreateTime(Times.of(cloud.clock().now()))
            .setUpdateTime(Times.of(cloud.clock().now()))
            .build();
    if (!asked.hasEncryptionSpec()) {
      job = job.toBuilder().clearEncryptionSpec().build();
    }
    jobs.add(name, job);
    listeners.put(name, changed);
    JobRun run = new JobRun(new JobRun.Surroundings(cloud, lanes, this), job);
    runs.put(name, run);
    run.begin();
    return jobs.get(name);
  }

  /** A job as it is. */
  CustomJob get(String name) {
    return jobs.get(name);
  }

  /** Changes a job. */
  void change(String name, UnaryOperator<CustomJob.Builder> change) {
    CustomJob job = jobs.find(name);
    if (job != null) {
      CustomJob.Builder changed = change.apply(job.toBuilder());
      jobs.set(name, changed.setUpdateTime(Times.of(cloud.clock().now())).build());
      listeners.getOrDefault(name, one -> {}).accept(jobs.get(name));
    }
  }

  /** Nothing runs for a job any more. */
  void over(String name) {
    runs.remove(name);
    listeners.remove(name);
  }

  private ListCustomJobsResponse list(ListCustomJobsRequest request) {
    String parent = ResourceName.parent(cloud, request.getParent());
    Listing.Page<CustomJob> page =
        jobs.page(
            parent,
            Filter.of(request.getFilter(), FILTERED, CustomJob::getLabelsMap),
            new Listing(
                parent + '\n' + request.getFilter(),
                "",
                request.getPageSize(),
                request.getPageToken(),
                request.getReadMask()));
    return ListCustomJobsResponse.newBuilder()
        .addAllCustomJobs(page.items())
        .setNextPageToken(page.next())
        .build();
  }

  /** Asks a job to end; one that has ended stays as it is. */
  Empty cancel(String asked) {
    String name = jobs.get(name(asked)).getName();
    JobRun run = runs.get(name);
    if (run != null) {
      run.cancel();
    }
    return Empty.getDefaultInstance();
  }

  private Operation delete(String asked) {
    CustomJob job = jobs.get(name(asked));
    if (runs.containsKey(job.getName())) {
      throw GcpFailure.precondition(
          "The CustomJob \""
              + job.getName()
              + "\" is in state "
              + job.getState()
              + " and cannot be deleted. Cancel it first, and delete it when it has ended.");
    }
    return operations.after(
        Stage.DELETING,
        job.getName(),
        generic -> DeleteOperationMetadata.newBuilder().setGenericMetadata(generic).build(),
        () -> {
          jobs.remove(job.getName());
          return Empty.getDefaultInstance();
        });
  }

  private List<JobRun> runs() {
    synchronized (cloud.clock()) {
      return List.copyOf(runs.values());
    }
  }

  private Map<String, Long> used() {
    Map<String, Long> used = new HashMap<>();
    for (JobRun run : runs.values()) {
      TrainingQuotas.of(run.spec())
          .forEach((metric, count) -> used.merge(metric, count, Long::sum));
    }
    return used;
  }

  private List<GcpCloud.Thing> things() {
    return jobs.all().stream()
        .map(
            job -> {
              JobRun run = runs.get(job.getName());
              return new GcpCloud.Thing("custom-job", job.getName(), run != null && run.isBilled());
            })
        .toList();
  }
}
