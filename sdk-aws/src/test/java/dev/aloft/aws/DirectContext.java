package dev.aloft.aws;

import dev.aloft.driver.DriverContext;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Settings;
import dev.aloft.driver.Timing;
import dev.aloft.error.AloftException;
import dev.aloft.layer.Call;
import dev.aloft.layer.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;

/** Sends every request at once, with credentials that any fake takes, and remembers the calls. */
final class DirectContext implements DriverContext, AutoCloseable {
  private final Map<String, String> settings;
  private final Timing timing;
  private final Map<Class<?>, Object> shared = new HashMap<>();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final Map<String, Runnable> interludes = new ConcurrentHashMap<>();
  private final ExecutorService pool = Executors.newFixedThreadPool(4);

  DirectContext(Map<String, String> settings) {
    this(settings, new SystemTime());
  }

  DirectContext(Map<String, String> settings, Timing timing) {
    this.settings = Map.copyOf(settings);
    this.timing = timing;
  }

  /** The names of the operations so far. */
  List<String> operations() {
    return calls.stream().map(Call::operation).toList();
  }

  /** How often an operation was asked for so far. */
  long count(String operation) {
    return operations().stream().filter(operation::equals).count();
  }

  /** Does something once, just before an operation is asked for the next time. */
  void before(String operation, Runnable interlude) {
    interludes.put(operation, interlude);
  }

  List<Call> calls() {
    return calls;
  }

  @Override
  public Settings settings() {
    return new Settings(settings, Map.of(), Set.of());
  }

  @Override
  public Timing timing() {
    return timing;
  }

  @Override
  public ClassLoader classLoader() {
    return DirectContext.class.getClassLoader();
  }

  @Override
  public Executor executor() {
    return pool;
  }

  @Override
  public <T> T send(Call call, Callable<T> sender) {
    Runnable interlude = interludes.remove(call.operation());
    if (interlude != null) {
      interlude.run();
    }
    calls.add(call);
    try {
      return sender.call();
    } catch (AloftException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError("no AloftException left the driver", e);
    }
  }

  @Override
  public <T> T customise(T request) {
    if (request instanceof AwsClientBuilder<?, ?> builder) {
      builder.credentialsProvider(
          StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "example")));
    }
    return request;
  }

  @Override
  public Call.Builder call(String operation, String resource) {
    return Call.builder(Level.REQUEST, operation).at("aws", "test").resource(resource);
  }

  @Override
  public ObjectStore store(String uri) {
    return new S3StoreProvider().open(uri, this);
  }

  @Override
  public synchronized <T> T shared(Class<T> type, Supplier<T> maker) {
    Object known = shared.get(type);
    if (known == null) {
      known = maker.get();
      shared.put(type, known);
    }
    return type.cast(known);
  }

  @Override
  public double random() {
    return 0.5;
  }

  @Override
  public Duration requestTimeout() {
    return Duration.ofSeconds(60);
  }

  @Override
  public void close() {
    if (shared.get(AwsClients.class) instanceof AwsClients clients) {
      clients.close();
    }
    pool.shutdown();
  }

  /** The time of this machine. */
  static class SystemTime implements Timing {
    @Override
    public Instant now() {
      return Instant.now();
    }

    @Override
    public long nanos() {
      return System.nanoTime();
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
      throw new UnsupportedOperationException("these drivers set no timers");
    }

    @Override
    public void pause(Duration time) {
      throw new UnsupportedOperationException("these drivers do not wait");
    }
  }
}
