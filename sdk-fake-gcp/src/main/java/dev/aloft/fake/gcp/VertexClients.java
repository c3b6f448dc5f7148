package dev.aloft.fake.gcp;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.gax.rpc.ClientSettings;
import io.grpc.ManagedChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLException;

/** Opens Google's own clients of Vertex AI on a fake. */
final class VertexClients {
  private static final String PACKAGE = "com.google.cloud.aiplatform.v1.";
  private static final String CLIENT = "Client";

  private VertexClients() {}

  /** Whether a type is such a client. */
  static boolean isClient(Class<?> type) {
    return type.getName().startsWith(PACKAGE)
        && type.getName().endsWith(CLIENT)
        && AutoCloseable.class.isAssignableFrom(type);
  }

  /** Opens one on a cloud of this JVM. */
  static AutoCloseable open(Class<?> type, GcpCloud cloud) {
    return open(type, cloud.grpc(), cloud.authority());
  }

  /**
   * Opens one.
   *
   * @param address host and port
   * @param authority what it is to trust
   */
  static AutoCloseable open(Class<?> type, String address, X509Certificate authority) {
    String name = type.getName();
    String settings = name.substring(0, name.length() - CLIENT.length()) + "Settings";
    try {
      Class<?> settingsType = Class.forName(settings, true, type.getClassLoader());
      ClientSettings.Builder<?, ?> builder =
          (ClientSettings.Builder<?, ?>) settingsType.getMethod("newBuilder").invoke(null);
      Object built = pointed(builder, address, authority).build();
      return (AutoCloseable) type.getMethod("create", settingsType).invoke(null, built);
    } catch (ReflectiveOperationException | IOException e) {
      throw new IllegalStateException(name + " could not be opened", e);
    }
  }

  private static ClientSettings.Builder<?, ?> pointed(
      ClientSettings.Builder<?, ?> settings, String address, X509Certificate authority) {
    settings.setEndpoint(address);
    settings.setCredentialsProvider(NoCredentialsProvider.create());
    settings.setTransportChannelProvider(
        InstantiatingGrpcChannelProvider.newBuilder()
            .setEndpoint(address)
            .setMaxInboundMessageSize(Integer.MAX_VALUE)
            .setChannelConfigurator(channel -> trusting(channel, authority))
            .build());
    return settings;
  }

  private static ManagedChannelBuilder<?> trusting(
      ManagedChannelBuilder<?> channel, X509Certificate authority) {
    try {
      return ((NettyChannelBuilder) channel)
          .sslContext(GrpcSslContexts.forClient().trustManager(authority).build());
    } catch (SSLException e) {
      throw new IllegalStateException("the fake's own certificate is not taken", e);
    }
  }
}
