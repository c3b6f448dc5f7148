package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.Capability;
import dev.aloft.driver.Backend;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Settings;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.layer.Call;
import dev.aloft.layer.Layer;
import dev.aloft.layer.Lifecycle;
import dev.aloft.layer.Policy;
import dev.aloft.layer.Telemetry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionTest {
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final List<AloftException> errors = new CopyOnWriteArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private final List<BeforeSend<?>> hooks = new ArrayList<>();
  private Policy policy = call -> asked.add(call.operation());
  private Telemetry telemetry =
      new Telemetry() {
        @Override
        public void ended(Call call, Duration took, @Nullable AloftException error) {
          calls.add(call);
          if (error != null) {
            errors.add(error);
          }
        }
      };
  private @Nullable EngineContext context;
  private @Nullable Session opened;

  @AfterEach
  void close() {
    session().close();
  }

  @Test
  void printsItsLayersInOrder() {
    Session more = session().with(new Marking("mine", new ArrayList<>()));

    assertThat(more.layerNames())
        .containsExactly(
            "verb: mine",
            "verb: Telemetry",
            "verb: Capability",
            "verb: Policy",
            "request: mine",
            "request: Telemetry",
            "request: Pace",
            "request: Retry",
            "request: Timeout",
            "request: ErrorContext");
    assertThat(session().layerNames()).hasSize(8);
  }

  @Test
  void joinsTheRequestsOfAVerb() {
    verb(session(), () -> request("CreateModel") + request("CreateEndpoint"));
    verb(session(), () -> request("DescribeEndpoint"));
    request("Outside");

    assertThat(calls)
        .extracting(Call::operation)
        .containsExactly(
            "CreateModel", "CreateEndpoint", "deploy", "DescribeEndpoint", "deploy", "Outside");
    String first = calls.get(2).verbId();
    assertThat(calls.subList(0, 3)).extracting(Call::verbId).containsOnly(first);
    assertThat(calls.get(4).verbId()).isNotEqualTo(first).isEqualTo(calls.get(3).verbId());
    assertThat(calls.get(5).verbId()).isEmpty();
    assertThat(calls).extracting(Call::provider).containsOnly("cloud");
    assertThat(calls).extracting(Call::scope).containsOnly("account/region");
  }

  @Test
  void sendsEachClientsRequestsThroughItsOwnLayers() throws Exception {
    List<String> one = new CopyOnWriteArrayList<>();
    List<String> other = new CopyOnWriteArrayList<>();
    Session first = session().with(new Marking("one", one));
    Session second = session().with(new Marking("other", other));

    verb(first, () -> request("A") + verb(second, () -> request("B")) + request("C"));
    request("D");

    assertThat(one).containsExactly("deploy", "A", "C");
    assertThat(other).containsExactly("deploy", "B");
  }

  @Test
  void takesItsLayersAlongToOtherThreads() {
    List<String> seen = new CopyOnWriteArrayList<>();
    Session marked = session().with(new Marking("mine", seen));

    verb(
        marked,
        () ->
            CompletableFuture.supplyAsync(() -> request("Upload"), session().engine().executor())
                .join());
    CompletableFuture.supplyAsync(() -> request("Other"), session().engine().executor()).join();

    assertThat(seen).containsExactly("deploy", "Upload");
    assertThat(calls.get(0).verbId()).isEqualTo(calls.get(1).verbId());
  }

  @Test
  void drivesWithItsLayersOutsideOfVerbs() {
    List<String> seen = new ArrayList<>();
    Session marked = session().with(new Marking("mine", seen));

    assertThat(marked.<String>drive(() -> request("Sweep"))).isEqualTo("sent");

    assertThat(seen).containsExactly("Sweep");
  }

  @Test
  void leavesTheBaseOpen() {
    session().with(new Marking("mine", new ArrayList<>())).close();

    assertThat(request("Describe")).isEqualTo("sent");
  }

  @Test
  void sendsNothingAfterItIsClosed() {
    session().close();

    AloftException error = failure(() -> request("Describe"));

    assertThat(error.summary()).contains("closed");
    assertThat(error.isOutcome()).isFalse();
  }

  @Test
  void refusesAVerbWhoseNeedsAreNotMet() {
    Call call =
        session()
            .verbCall("train", "tumours")
            .needs(Capability.TRAINING, Capability.SPOT_TRAINING, Capability.TRAINING_NODES)
            .build();

    AloftException error = failure(() -> session().verb(call, () -> request("Create")));

    assertThat(error.code()).isEqualTo(ErrorCode.UNSUPPORTED);
    assertThat(error.effect()).isEqualTo(Effect.NONE);
    assertThat(error.summary())
        .startsWith("train tumours: the provider \"cloud\" does not support")
        .contains("training.spot, which spot(…) needs")
        .contains("training.nodes, which nodes(…) needs");
    assertThat(error.operation()).contains("train");
    assertThat(asked).isEmpty();
    assertThat(calls).extracting(Call::operation).containsExactly("train");
  }

  @Test
  void namesEverythingThatIsRequiredAndMissing() {
    session().require(Set.of(Capability.TRAINING));

    AloftException error =
        failure(() -> required(Capability.SPOT_TRAINING, Capability.REGISTRY, Capability.TRAINING));

    assertThat(error.summary()).contains("registry, training.spot").doesNotContain("training,");
  }

  private String required(Capability... capabilities) {
    session().require(Set.of(capabilities));
    return "";
  }

  @Test
  void asksThePolicyOncePerVerbAndNeverForRequests() {
    verb(session(), () -> request("Create"));

    assertThat(asked).containsExactly("deploy");
  }

  @Test
  void letsThePolicyRefuse() {
    policy =
        call -> {
          throw AloftException.of(ErrorCode.BUDGET_EXCEEDED, "spent").build();
        };

    AloftException error = failure(() -> verb(session(), () -> request("Create")));

    assertThat(error.code()).isEqualTo(ErrorCode.BUDGET_EXCEEDED);
    assertThat(error.operation()).contains("deploy");
    assertThat(error.resource()).contains("my-model");
    assertThat(error.provider()).contains("cloud");
  }

  @Test
  void refusesWhenThePolicyItselfFails() {
    policy =
        call -> {
          throw new IllegalStateException("no rules");
        };

    AloftException error = failure(() -> verb(session(), () -> request("Create")));

    assertThat(error.code()).isEqualTo(ErrorCode.POLICY_DENIED);
    assertThat(error.getCause()).hasMessage("no rules");
    assertThat(calls).extracting(Call::operation).containsExactly("deploy");
  }

  @Test
  void goesOnWhenTelemetryFails() {
    telemetry =
        new Telemetry() {
          @Override
          public void started(Call call) {
            throw new IllegalStateException("start");
          }

          @Override
          public void ended(Call call, Duration took, @Nullable AloftException error) {
            throw new IllegalStateException("end");
          }
        };

    assertThat(verb(session(), () -> request("Create"))).isEqualTo("sent");
  }

  @Test
  void completesTheErrorsOfRequests() {
    AloftException bare = AloftException.of(ErrorCode.NOT_FOUND, "no such thing").build();

    AloftException error = failure(() -> request("Describe", () -> fail(bare)));

    assertThat(error.code()).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(error.provider()).contains("cloud");
    assertThat(error.operation()).contains("Describe");
    assertThat(error.resource()).contains("part");
    assertThat(errors).containsExactly(error);
  }

  @Test
  void makesForeignExceptionsInternal() {
    AloftException error =
        failure(() -> request("Describe", () -> fail(new IllegalStateException("odd"))));
    assertThat(error.code()).isEqualTo(ErrorCode.INTERNAL);
    assertThat(error.effect()).isEqualTo(Effect.UNKNOWN);
    assertThat(error.getCause()).hasMessage("odd");

    AloftException checked =
        failure(() -> request("Describe", () -> fail(new IOException("torn"))));
    assertThat(checked.code()).isEqualTo(ErrorCode.INTERNAL);
    assertThat(checked.getCause()).hasMessage("torn");
  }

  @Test
  void keepsTheFlagOfAnInterrupt() {
    AloftException error =
        failure(() -> request("Describe", () -> fail(new InterruptedException("stop"))));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(error.code()).isEqualTo(ErrorCode.INTERRUPTED);
    assertThat(error.isOutcome()).isFalse();
    assertThat(error.effect()).isEqualTo(Effect.UNKNOWN);
  }

  @Test
  void tellsTelemetryAboutErrorsThatAreNoExceptions() {
    assertThat(
            catchThrowableOfType(
                StackOverflowError.class,
                () ->
                    verb(
                        session(),
                        () -> {
                          throw new StackOverflowError();
                        })))
        .isNotNull();
    assertThat(errors).extracting(AloftException::code).containsExactly(ErrorCode.INTERNAL);
  }

  @Test
  void changesRequestsJustBeforeTheyLeave() {
    hooks.add(new BeforeSend<>(StringBuilder.class, text -> text.append(" one")));
    hooks.add(new BeforeSend<>(CharSequence.class, text -> ((StringBuilder) text).append(" two")));
    hooks.add(new BeforeSend<>(Thread.class, Thread::interrupt));

    assertThat(context().customise(new StringBuilder("request"))).hasToString("request one two");
  }

  @Test
  void sendsNothingWhenAChangeFails() {
    hooks.add(new BeforeSend<>(StringBuilder.class, text -> text.deleteCharAt(9)));

    AloftException error =
        failure(() -> request("Create", () -> context().customise(new StringBuilder("x")) + ""));

    assertThat(error.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(error.effect()).isEqualTo(Effect.NONE);
    assertThat(error.summary()).contains("beforeSend").contains("StringBuilder");
  }

  @Test
  void tellsEveryListenerWhateverAnotherThrows() throws Exception {
    List<String> heard = new ArrayList<>();
    session()
        .onLifecycle(
            event -> {
              throw new IllegalStateException("listener");
            });
    AutoCloseable second = session().onLifecycle(event -> heard.add(event.detail()));

    session().engine().emit(event("first"));
    second.close();
    session().engine().emit(event("second"));

    assertThat(heard).containsExactly("first");
  }

  @Test
  void unwrapsWhatTheBackendHas() {
    assertThat(session().unwrap(Thread.class)).contains(Thread.currentThread());
    assertThat(session().unwrap(String.class)).isEmpty();
  }

  private static Lifecycle.Event event(String detail) {
    return new Lifecycle.Event(
        Lifecycle.Kind.ENDED, "cloud", "account/region", "my-model", detail, false, Instant.EPOCH);
  }

  private Session session() {
    Session known = opened;
    if (known == null) {
      known = new Engine(context(), new Cloud()).session(List.of());
      opened = known;
    }
    return known;
  }

  private EngineContext context() {
    EngineContext known = context;
    if (known == null) {
      EngineConfig usual =
          EngineConfig.of("cloud", new Settings(Map.of(), Map.of(), Set.of()), new SystemTiming());
      known =
          new EngineContext(
              new EngineConfig(
                  usual.provider(),
                  usual.settings(),
                  usual.timing(),
                  usual.path(),
                  usual.classLoader(),
                  usual.random(),
                  telemetry,
                  policy,
                  hooks));
      context = known;
    }
    return known;
  }

  private static String verb(Session session, Supplier<String> body) {
    return session.verb(session.verbCall("deploy", "my-model").build(), body);
  }

  private String request(String operation) {
    return request(operation, () -> "sent");
  }

  private String request(String operation, Callable<String> sender) {
    session();
    return context().send(context().call(operation, "part").build(), sender);
  }

  private static String fail(Exception error) throws Exception {
    throw error;
  }

  private static AloftException failure(Callable<String> body) {
    return catchThrowableOfType(AloftException.class, body::call);
  }

  private record Marking(String name, List<String> seen) implements Layer {
    @Override
    public <T> T around(Call call, Inner<T> inner) {
      seen.add(call.operation());
      return inner.proceed(call);
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
