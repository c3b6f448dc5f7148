package dev.aloft.internal;

import dev.aloft.Capability;
import dev.aloft.driver.Backend;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Settings;
import dev.aloft.error.AloftException;
import dev.aloft.layer.Call;
import dev.aloft.layer.Policy;
import dev.aloft.layer.Telemetry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A client over an engine whose cloud answers what a test says; records every call. */
final class CloudClient implements AutoCloseable {
  final List<Call> calls = new CopyOnWriteArrayList<>();
  final List<AloftException> errors = new CopyOnWriteArrayList<>();
  final EngineContext context;
  final Session session;

  private CloudClient(Policy policy, @Nullable Telemetry telemetry, List<BeforeSend<?>> hooks) {
    EngineConfig usual =
        EngineConfig.of("cloud", new Settings(Map.of(), Map.of(), Set.of()), new SystemTiming());
    context =
        new EngineContext(
            new EngineConfig(
                usual.provider(),
                usual.settings(),
                usual.timing(),
                usual.path(),
                usual.classLoader(),
                usual.random(),
                telemetry == null ? new Recording() : telemetry,
                policy,
                hooks));
    session = new Engine(context, new Cloud()).session(List.of());
  }

  static CloudClient open() {
    return new CloudClient(Policy.ALLOW, null, List.of());
  }

  static CloudClient with(Policy policy) {
    return new CloudClient(policy, null, List.of());
  }

  static CloudClient with(Telemetry telemetry) {
    return new CloudClient(Policy.ALLOW, telemetry, List.of());
  }

  static CloudClient with(BeforeSend<?>... hooks) {
    return new CloudClient(Policy.ALLOW, null, List.of(hooks));
  }

  String verb(Supplier<String> body) {
    return verb(session, body);
  }

  static String verb(Session through, Supplier<String> body) {
    return through.verb(through.verbCall("deploy", "my-model").build(), body);
  }

  String request(String operation) {
    return request(operation, () -> "sent");
  }

  String request(String operation, Callable<String> sender) {
    return context.send(context.call(operation, "part").build(), sender);
  }

  @Override
  public void close() {
    session.close();
  }

  private final class Recording implements Telemetry {
    @Override
    public void ended(Call call, Duration took, @Nullable AloftException error) {
      calls.add(call);
      if (error != null) {
        errors.add(error);
      }
    }
  }

  private static final class Cloud implements Backend {
    @Override
    public String scope() {
      return "account/region";
    }

    @Override
    public Set<Capability> capabilities() {
      return Set.of(Capability.TRAINING);
    }

    @Override
    public ObjectStore staging() {
      throw new IllegalStateException("nothing is staged");
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
      return type == Thread.class
          ? Optional.of(type.cast(Thread.currentThread()))
          : Optional.empty();
    }

    @Override
    public void close() {}
  }
}
