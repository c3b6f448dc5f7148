package dev.aloft.gcp;

import com.google.api.core.ApiFunction;
import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.core.FixedExecutorProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.rpc.ClientSettings;
import com.google.api.gax.rpc.FixedHeaderProvider;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.api.gax.rpc.TransportChannelProvider;
import com.google.api.gax.rpc.UnaryCallSettings;
import com.google.auth.Credentials;
import com.google.cloud.aiplatform.v1.EndpointServiceClient;
import com.google.cloud.aiplatform.v1.EndpointServiceSettings;
import com.google.cloud.aiplatform.v1.JobServiceClient;
import com.google.cloud.aiplatform.v1.JobServiceSettings;
import com.google.cloud.aiplatform.v1.ModelServiceClient;
import com.google.cloud.aiplatform.v1.ModelServiceSettings;
import com.google.longrunning.OperationsClient;
import dev.aloft.Aloft;
import dev.aloft.driver.DriverContext;
import dev.aloft.driver.Settings;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.http.CertificateAuthority;
import dev.aloft.http.HttpConnections;
import dev.aloft.http.HttpSender;
import io.grpc.ManagedChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The vendor's clients of one Aloft client, each made when it is first asked for, all of them over
 * one channel. They repeat nothing by themselves and each call has a deadline: core repeats once
 * for all. Thread-safe.
 */
final class GcpClients implements AutoCloseable {
  private static final int THREADS = 4;

  private final GcpConfig config;
  private final DriverContext context;
  private final GcpErrors errors;
  private final GcpCredentials credentials;
  private final Map<String, Object> made = new HashMap<>();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private boolean closed;

  GcpClients(GcpConfig config, DriverContext context) {
    this.config = config;
    this.context = context;
    this.errors = new GcpErrors(config);
    this.credentials = new GcpCredentials(config);
  }

  /** Those of a client, shared by its drivers and stores. */
  static GcpClients of(DriverContext context) {
    return context.shared(GcpClients.class, () -> new GcpClients(configOf(context), context));
  }

  /** The settings of another provider have other meanings. */
  private static GcpConfig configOf(DriverContext context) {
    boolean ours = context.call("", "").build().provider().equals(GcpProvider.SCHEME);
    return GcpConfig.of(ours ? context.settings() : new Settings(Map.of(), Map.of(), Set.of()));
  }

  GcpConfig config() {
    return config;
  }

  GcpErrors errors() {
    return errors;
  }

  GcpCredentials credentials() {
    return credentials;
  }

  JobServiceClient jobs() {
    return client("jobs", () -> JobServiceClient.create(prepared(JobServiceSettings.newBuilder())));
  }

  ModelServiceClient models() {
    return client(
        "models", () -> ModelServiceClient.create(prepared(ModelServiceSettings.newBuilder())));
  }

  EndpointServiceClient endpoints() {
    return client(
        "endpoints",
        () -> EndpointServiceClient.create(prepared(EndpointServiceSettings.newBuilder())));
  }

  /** Operations that take their time. */
  OperationsClient operations() {
    return endpoints().getOperationsClient();
  }

  /** Cloud Storage. */
  HttpSender storage() {
    return sender("storage");
  }

  /** Cloud Logging. */
  HttpSender logging() {
    return sender("logging");
  }

  /** Predictions. */
  HttpSender predictions() {
    HttpConnections connections = connections();
    PredictionErrors own = new PredictionErrors(errors);
    return once(
        "http predictions", () -> new HttpSender(context, connections, credentials, own::of));
  }

  /** Where a service is that is asked over HTTP, without a slash at the end. */
  String address(String host) {
    return config.httpEndpoint() == null
        ? "https://" + host
        : config.httpEndpoint().toString().replaceAll("/+$", "");
  }

  private HttpSender sender(String use) {
    HttpConnections connections = connections();
    return once("http " + use, () -> new HttpSender(context, connections, credentials, errors::of));
  }

  private HttpConnections connections() {
    return client(
        "connections", () -> new HttpConnections(context.requestTimeout(), config.authority()));
  }

  /** The client of a type, for those who need more than Aloft gives. */
  <T> Optional<T> unwrap(Class<T> type) {
    Map<Class<?>, Supplier<?>> byType =
        Map.of(
            JobServiceClient.class, this::jobs,
            ModelServiceClient.class, this::models,
            EndpointServiceClient.class, this::endpoints,
            OkHttpClient.class, () -> connections().client());
    return Optional.ofNullable(byType.get(type)).map(Supplier::get).map(type::cast);
  }

  private JobServiceSettings prepared(JobServiceSettings.Builder settings) throws IOException {
    settings.applyToAllUnaryMethods(this::once);
    VendorWaiting.patient(settings);
    return common(settings).build();
  }

  private ModelServiceSettings prepared(ModelServiceSettings.Builder settings) throws IOException {
    settings.applyToAllUnaryMethods(this::once);
    VendorWaiting.patient(settings);
    return common(settings).build();
  }

  private EndpointServiceSettings prepared(EndpointServiceSettings.Builder settings)
      throws IOException {
    settings.applyToAllUnaryMethods(this::once);
    VendorWaiting.patient(settings);
    return common(settings).build();
  }

  /** Without this, a call to a service that hangs never ends. */
  private @Nullable Void once(UnaryCallSettings.Builder<?, ?> method) {
    method.setSimpleTimeoutNoRetriesDuration(context.requestTimeout());
    return null;
  }

  private <B extends ClientSettings.Builder<?, B>> B common(B settings) throws IOException {
    ScheduledExecutorService threads = threads();
    settings
        .setTransportChannelProvider(channel())
        .setBackgroundExecutorProvider(FixedExecutorProvider.create(threads))
        .setCredentialsProvider(credentialsProvider());
    return context.customise(settings);
  }

  private CredentialsProvider credentialsProvider() throws IOException {
    @Nullable Credentials found = credentials.get();
    return found == null ? NoCredentialsProvider.create() : FixedCredentialsProvider.create(found);
  }

  private TransportChannelProvider channel() {
    ScheduledExecutorService threads = threads();
    GrpcTransportChannel channel =
        client(
            "channel",
            () ->
                (GrpcTransportChannel)
                    JobServiceSettings.defaultGrpcTransportProviderBuilder()
                        .setEndpoint(endpoint())
                        .setExecutor(threads)
                        .setBackgroundExecutor(threads)
                        .setHeaderProvider(headers())
                        .setAttemptDirectPath(false)
                        .setKeepAliveTimeDuration(Duration.ofMinutes(1))
                        .setChannelConfigurator(trusting(config.authority()))
                        .build()
                        .getTransportChannel());
    return FixedTransportChannelProvider.create(channel);
  }

  private String endpoint() {
    return config.endpoint() == null
        ? GcpHosts.vertex(config.requireLocation()) + ":443"
        : config.endpoint();
  }

  private static FixedHeaderProvider headers() {
    String version = Aloft.class.getPackage().getImplementationVersion();
    return FixedHeaderProvider.create(
        "user-agent", "aloft/" + (version == null ? "unreleased" : version));
  }

  @SuppressWarnings("rawtypes") // the vendor's signature
  private static @Nullable ApiFunction<ManagedChannelBuilder, ManagedChannelBuilder> trusting(
      @Nullable CertificateAuthority authority) {
    return authority == null
        ? null
        : builder -> {
          try {
            return ((NettyChannelBuilder) builder)
                .sslContext(
                    GrpcSslContexts.forClient().trustManager(authority.trustManager()).build());
          } catch (SSLException e) {
            throw new IllegalStateException(e);
          }
        };
  }

  private ScheduledExecutorService threads() {
    Threads threads = client("threads", Threads::new);
    return threads.pool;
  }

  private interface Maker<T> {
    T make() throws IOException;
  }

  private <T> T client(String name, Maker<? extends T> maker) {
    return once(
        name,
        () -> {
          try {
            T fresh = maker.make();
            if (fresh instanceof AutoCloseable closeable) {
              open.push(closeable);
            }
            return fresh;
          } catch (IOException e) {
            throw AloftException.of(
                    ErrorCode.UNAUTHENTICATED, "no credentials were found: " + e.getMessage())
                .effect(Effect.NONE)
                .nextStep(
                    dev.aloft.error.NextStep.shell(
                        "sign in", "gcloud auth application-default login"))
                .cause(e)
                .build();
          }
        });
  }

  @SuppressWarnings("unchecked") // a name stands for one type
  private synchronized <T> T once(String name, Supplier<T> maker) {
    if (closed) {
      throw AloftException.of(ErrorCode.INVALID_REQUEST, "this client is closed")
          .effect(Effect.NONE)
          .build();
    }
    Object known = made.get(name);
    if (known == null) {
      T fresh = maker.get();
      made.put(name, fresh);
      return fresh;
    }
    return (T) known;
  }

  /** Closes all, also after one that cannot be closed. */
  @Override
  public synchronized void close() {
    closed = true;
    made.clear();
    IllegalStateException failed = null;
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        if (failed == null) {
          failed = new IllegalStateException("a client of Google's could not be closed", e);
        } else {
          failed.addSuppressed(e);
        }
      }
    }
    if (failed != null) {
      throw failed;
    }
  }

  /** What works for the channel; it begins threads only when there is work. */
  private static final class Threads implements AutoCloseable {
    private final ScheduledExecutorService pool;

    Threads() {
      ThreadFactory factory =
          task -> {
            Thread thread = new Thread(task, "aloft-grpc");
            thread.setDaemon(true);
            return thread;
          };
      pool = Executors.newScheduledThreadPool(THREADS, factory);
    }

    @Override
    public void close() {
      pool.shutdown();
    }
  }
}
