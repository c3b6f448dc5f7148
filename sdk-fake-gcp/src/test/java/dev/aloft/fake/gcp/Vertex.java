package dev.aloft.fake.gcp;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.gax.rpc.ClientSettings;
import com.google.cloud.aiplatform.v1.EndpointServiceClient;
import com.google.cloud.aiplatform.v1.EndpointServiceSettings;
import com.google.cloud.aiplatform.v1.JobServiceClient;
import com.google.cloud.aiplatform.v1.JobServiceSettings;
import com.google.cloud.aiplatform.v1.ModelServiceClient;
import com.google.cloud.aiplatform.v1.ModelServiceSettings;
import com.google.cloud.aiplatform.v1.PipelineServiceClient;
import com.google.cloud.aiplatform.v1.PipelineServiceSettings;
import com.google.cloud.aiplatform.v1.PredictionServiceClient;
import com.google.cloud.aiplatform.v1.PredictionServiceSettings;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.net.ssl.SSLException;

/** The vendor's own clients of a fake, over TLS. */
final class Vertex implements AutoCloseable {
  private final GcpCloud cloud;
  private final Deque<AutoCloseable> clients = new ArrayDeque<>();
  final JobServiceClient jobs;
  final ModelServiceClient models;
  final EndpointServiceClient endpoints;
  final PredictionServiceClient predictions;
  final PipelineServiceClient pipelines;

  Vertex(GcpCloud cloud) throws IOException {
    this.cloud = cloud;
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

  @Override
  public void close() throws Exception {
    while (!clients.isEmpty()) {
      clients.pop().close();
    }
  }
}
