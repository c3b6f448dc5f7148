package dev.aloft.fake.gcp;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.gax.longrunning.OperationFuture;
import com.google.api.gax.rpc.ClientSettings;
import com.google.cloud.aiplatform.v1.CustomJob;
import com.google.cloud.aiplatform.v1.EndpointServiceClient;
import com.google.cloud.aiplatform.v1.EndpointServiceSettings;
import com.google.cloud.aiplatform.v1.JobServiceClient;
import com.google.cloud.aiplatform.v1.JobServiceSettings;
import com.google.cloud.aiplatform.v1.JobState;
import com.google.cloud.aiplatform.v1.ModelServiceClient;
import com.google.cloud.aiplatform.v1.ModelServiceSettings;
import com.google.cloud.aiplatform.v1.PipelineServiceClient;
import com.google.cloud.aiplatform.v1.PipelineServiceSettings;
import com.google.cloud.aiplatform.v1.PredictionServiceClient;
import com.google.cloud.aiplatform.v1.PredictionServiceSettings;
import com.google.longrunning.Operation;
import dev.aloft.driver.Timing;
import dev.aloft.fake.CloudTiming;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import javax.net.ssl.SSLException;

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

  Vertex(GcpCloud cloud) throws IOException {
    this.cloud = cloud;
    this.timing = new CloudTiming(cloud.clock(), cloud::works, Runnable::run);
    jobs = opened(JobServiceClient.create(of(JobServiceSettings.newBuilder()).build()));
    models = opened(ModelServiceClient.create(of(ModelServiceSettings.newBuilder()).build()));
    endpoints =
        opened(EndpointServiceClient.create(of(EndpointServiceSettings.newBuilder()).build()));
    predictions =
        opened(PredictionServiceClient.create(of(PredictionServiceSettings.newBuilder()).build()));
    pipelines =
        opened(PipelineServiceClient.create(of(PipelineServiceSettings.newBuilder()).build()));
  }

  private <C extends AutoCloseable> C opened(C client) {
    clients.push(client);
    return client;
  }

  private <B extends ClientSettings.Builder<?, ?>> B of(B settings) {
    settings
        .setEndpoint(cloud.grpc())
        .setCredentialsProvider(NoCredentialsProvider.create())
        .setTransportChannelProvider(
            InstantiatingGrpcChannelProvider.newBuilder()
                .setEndpoint(cloud.grpc())
                .setMaxInboundMessageSize(Integer.MAX_VALUE)
                .setChannelConfigurator(
                    channel -> {
                      try {
                        return ((NettyChannelBuilder) channel)
                            .sslContext(
                                GrpcSslContexts.forClient()
                                    .trustManager(cloud.authority())
                                    .build());
                      } catch (SSLException e) {
                        throw new IllegalStateException(e);
                      }
                    })
                .build());
    return settings;
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
    while (!ENDED.contains(seen.getState())) {
      timing.pause(LOOK);
      seen = jobs.getCustomJob(job);
    }
    return seen;
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
  public void close() throws Exception {
    while (!clients.isEmpty()) {
      clients.pop().close();
    }
  }
}
