package dev.aloft.fake.gcp;

import com.google.api.gax.longrunning.OperationFuture;
import com.google.cloud.aiplatform.v1.CustomJob;
import com.google.cloud.aiplatform.v1.EndpointServiceClient;
import com.google.cloud.aiplatform.v1.JobServiceClient;
import com.google.cloud.aiplatform.v1.JobState;
import com.google.cloud.aiplatform.v1.ModelServiceClient;
import com.google.cloud.aiplatform.v1.PipelineServiceClient;
import com.google.cloud.aiplatform.v1.PredictionServiceClient;
import com.google.longrunning.Operation;
import dev.aloft.driver.Timing;
import dev.aloft.fake.CloudTiming;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/** The vendor's own clients of a fake, over TLS. */
final class Vertex implements AutoCloseable {
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Set<JobState> ENDED =
      Set.of(
          JobState.JOB_STATE_SUCCEEDED,
          JobState.JOB_STATE_FAILED,
          JobState.JOB_STATE_CANCELLED,
          JobState.JOB_STATE_EXPIRED);

  private final GcpCloud cloud;
  private final Timing timing;
  private final Deque<AutoCloseable> clients = new ArrayDeque<>();
  final JobServiceClient jobs;
  final ModelServiceClient models;
  final EndpointServiceClient endpoints;
  final PredictionServiceClient predictions;
  final PipelineServiceClient pipelines;

  Vertex(GcpCloud cloud) {
    this.cloud = cloud;
    this.timing = new CloudTiming(cloud.clock(), cloud::works, Runnable::run);
    jobs = opened(JobServiceClient.class);
    models = opened(ModelServiceClient.class);
    endpoints = opened(EndpointServiceClient.class);
    predictions = opened(PredictionServiceClient.class);
    pipelines = opened(PipelineServiceClient.class);
  }

  private <C extends AutoCloseable> C opened(Class<C> type) {
    C client = type.cast(VertexClients.open(type, cloud));
    clients.push(client);
    return client;
  }

  /** The operations under a resource that a filter lets through. */
  List<Operation> operations(String resource, String filter) {
    return StreamSupport.stream(
            endpoints
                .getOperationsClient()
                .listOperations(resource, filter)
                .iterateAll()
                .spliterator(),
            false)
        .toList();
  }

  String parent() {
    return "projects/" + cloud.project() + "/locations/" + cloud.location();
  }

  /** The same, as answers write it. */
  String numbered() {
    return "projects/" + cloud.projectNumber() + "/locations/" + cloud.location();
  }

  /** A job when it has ended; a driven clock goes on meanwhile. */
  CustomJob ended(String job) throws InterruptedException {
    CustomJob seen = jobs.getCustomJob(job);
    for (Duration look = LOOK; !ENDED.contains(seen.getState()); look = longer(look)) {
      timing.pause(look);
      seen = jobs.getCustomJob(job);
    }
    return seen;
  }

  private static Duration longer(Duration look) {
    return look.plus(look.dividedBy(4));
  }

  /** An operation when it is done; a driven clock goes on meanwhile. */
  Operation done(OperationFuture<?, ?> future) throws Exception {
    String name = future.getName();
    Operation seen = jobs.getOperationsClient().getOperation(name);
    while (!seen.getDone()) {
      timing.pause(LOOK);
      seen = jobs.getOperationsClient().getOperation(name);
    }
    return seen;
  }

  @Override
  public void close() {
    while (!clients.isEmpty()) {
      try {
        clients.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException("a client did not close", e);
      }
    }
  }
}
