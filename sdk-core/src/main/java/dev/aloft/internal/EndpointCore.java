package dev.aloft.internal;

import dev.aloft.Capability;
import dev.aloft.Listing;
import dev.aloft.Plan;
import dev.aloft.data.Row;
import dev.aloft.data.Table;
import dev.aloft.driver.LogLine;
import dev.aloft.driver.Payload;
import dev.aloft.driver.Reply;
import dev.aloft.driver.ServingDriver;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.NextStep;
import dev.aloft.error.Problems;
import dev.aloft.layer.Call;
import dev.aloft.model.Model;
import dev.aloft.serving.DeployOptions;
import dev.aloft.serving.Deployment;
import dev.aloft.serving.Endpoint;
import dev.aloft.serving.EndpointSpec;
import dev.aloft.serving.EndpointState;
import dev.aloft.serving.EndpointStatus;
import dev.aloft.serving.Prediction;
import dev.aloft.serving.Predictions;
import dev.aloft.serving.Wish;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One endpoint: each change is a wish, each look reads. Thread-safe. */
public final class EndpointCore {
  private final Session session;
  private final String name;
  private final Predictor predictor;

  EndpointCore(Session session, String name) {
    this(session, name, new Predictor(session, name, false));
  }

  private EndpointCore(Session session, String name, Predictor predictor) {
    this.session = session;
    this.name = name;
    this.predictor = predictor;
  }

  static Listing<Endpoint> list(Session session) {
    List<String> names =
        session.verb(
            session.verbCall("list endpoints", "").needs(Capability.SERVING).build(),
            () ->
                session.drive(
                    () -> Pages.stream(session.engine().backend().serving()::list).toList()));
    return new Listing<>(
        names.stream().map(session::endpoint).toList(),
        List.of("endpoint"),
        endpoint -> List.of(endpoint.name()));
  }

  /** The name. */
  public String name() {
    return name;
  }

  Deployment deploy(Model model, DeployOptions options) {
    return change(
        "deploy",
        EndpointSpecs.needs(options),
        problems -> EndpointSpecs.of(session, name, model, options, problems));
  }

  Plan plan(Model model, DeployOptions options) {
    return verb(
        "plan",
        EndpointSpecs.needs(options),
        () ->
            reconciler()
                .plan(
                    name,
                    checked(
                        problems -> EndpointSpecs.of(session, name, model, options, problems))));
  }

  /** Looks once. */
  public EndpointStatus status() {
    return serving(
        "endpoint status",
        Set.of(),
        () -> {
          Reconciler.Look<EndpointSpec> look = reconciler().look(name);
          EndpointState state = driver().state(look.target(), look.seen());
          Map<String, Integer> traffic = driver().traffic(look.target(), look.seen());
          EndpointStatus status = new EndpointStatus(name, state, "", traffic, look.seen().parts());
          String url = status.answers() ? driver().invoker(look.target(), look.seen()).url() : "";
          return new EndpointStatus(name, state, url, traffic, look.seen().parts());
        });
  }

  /** The address. */
  public String url() {
    return predictor.url();
  }

  /** The same, with predictions that may be repeated. */
  public EndpointCore repeatable() {
    return new EndpointCore(session, name, new Predictor(session, name, true));
  }

  /** Predicts. */
  public Predictions predict(List<Row> rows, @Nullable Duration timeout) {
    return predictor.predict(rows, timeout);
  }

  /** Predicts. */
  public Predictions predict(Table table, @Nullable Duration timeout) {
    return predictor.predict(table, timeout);
  }

  /** Predicts. */
  public <T extends Record> T predict(Record input, Class<T> type) {
    Prediction prediction = predictor.predict(List.of(Row.of(input)), null).get(0);
    try {
      return prediction.as(type);
    } catch (AloftException e) {
      throw e.toBuilder().operation("predict").resource(name).build();
    }
  }

  /** Predicts. */
  public CompletableFuture<Prediction> predictAsync(Row row) {
    CompletableFuture<Prediction> future = new CompletableFuture<>();
    // the pool of a closed client takes nothing; here the prediction then says so
    session
        .engine()
        .operations()
        .execute(
            () -> {
              try {
                future.complete(predictor.predict(List.of(row), null).get(0));
              } catch (RuntimeException | Error e) {
                future.completeExceptionally(e);
              }
            });
    return future;
  }

  /** Sends bytes. */
  public Reply invoke(Payload payload, @Nullable Duration timeout) {
    return predictor.invoke(payload, timeout);
  }

  /** Brings it to another model; machines, replicas and the rest stay. */
  public Deployment update(Model model) {
    return change(
        "update",
        Set.of(),
        problems -> EndpointSpecs.updated(session, settled("update"), model, problems));
  }

  /** Splits. */
  public Deployment canary(Model model, int percent) {
    return change(
        "canary",
        Set.of(Capability.TRAFFIC_SPLIT),
        problems -> EndpointSpecs.canary(session, settled("canary"), model, percent, problems));
  }

  /** Promotes. */
  public Deployment promote() {
    return change("promote", Set.of(), problems -> EndpointSpecs.promoted(settled("promote")));
  }

  /** Rolls back. */
  public Deployment rollback() {
    return change("rollback", Set.of(), problems -> rollbackTarget());
  }

  private EndpointSpec rollbackTarget() {
    requireName();
    return Rollbacks.target(name, reconciler().history(name));
  }

  /** Removes. */
  public Deployment undeploy() {
    long generation = serving("undeploy", Set.of(), () -> gone().orElseGet(this::wantGone));
    return deployment(generation);
  }

  /** What was never ours is refused before a wish of it is written. */
  private long wantGone() {
    if (reconciler().settled(name).isEmpty()) {
      Reconciler.Look<EndpointSpec> look = reconciler().look(name);
      EndpointStatus status =
          new EndpointStatus(name, EndpointState.READY, "", Map.of(), look.seen().parts());
      if (!look.open() && !status.isOurs()) {
        throw AloftException.of(
                ErrorCode.CONFLICT_NOT_OURS,
                "the endpoint \"" + name + "\" was not made through this staging store")
            .effect(Effect.NONE)
            .nextStep(
                NextStep.java(
                    "shows what is there and whose it is",
                    "aloft.endpoint(\"" + name + "\").status()"))
            .build();
      }
    }
    return reconciler().want(name, null, "undeploy");
  }

  /** The wish that removed it, when that was the last one and nothing of it is there. */
  private Optional<Long> gone() {
    return reconciler().history(name).stream()
        .findFirst()
        .filter(last -> last.spec() == null)
        .filter(
            last -> {
              Reconciler.Look<EndpointSpec> look = reconciler().look(name);
              return !look.open() && look.seen().parts().isEmpty();
            })
        .map(last -> last.generation());
  }

  /** The change with that number, of whatever process. */
  Deployment deployment(long generation) {
    return Handles.deployment(
        new ChangeCore<>(
            session, reconciler(), name, generation, true, () -> session.endpoint(name)));
  }

  /** The wishes. */
  public Listing<Wish> history() {
    List<Wish> wishes =
        serving(
            "endpoint history",
            Set.of(),
            () ->
                reconciler().history(name).stream()
                    .map(
                        entry ->
                            new Wish(
                                entry.generation(),
                                entry.verb(),
                                EndpointSpecs.line(entry.spec()),
                                entry.outcome(),
                                entry.at()))
                    .toList());
    return new Listing<>(
        wishes,
        List.of("wish", "verb", "what", "outcome", "at"),
        wish ->
            List.of(
                Long.toString(wish.generation()),
                wish.verb(),
                wish.spec(),
                wish.outcome(),
                wish.at().toString()));
  }

  /** The log. */
  public Stream<LogLine> logs() {
    return serving(
        "endpoint logs",
        Set.of(Capability.ENDPOINT_LOGS),
        () -> {
          Reconciler.Look<EndpointSpec> look = reconciler().look(name);
          return new LogReader(cursor -> session.drive(() -> driver().logs(look.target(), cursor)))
              .stream();
        });
  }

  /** The renderings. */
  public Map<String, String> mimeBundle() {
    return Views.table(
        List.of("endpoint", "provider", "scope"),
        List.of(List.of(name, session.provider(), session.scope())));
  }

  private Deployment change(
      String verb, Set<Capability> needs, Function<Problems, EndpointSpec> wish) {
    long generation =
        verb(
            verb,
            needs,
            () -> {
              EndpointSpec spec = checked(wish);
              driver().prepare(spec);
              return reconciler().want(name, spec, verb);
            });
    predictor.forget();
    return deployment(generation);
  }

  /** A wish of which nobody, core or provider, has anything to say. */
  private EndpointSpec checked(Function<Problems, EndpointSpec> wish) {
    Problems problems = new Problems();
    EndpointSpec spec = wish.apply(problems);
    driver().check(spec, problems);
    problems.throwIfAny("the endpoint \"" + name + "\"");
    return spec;
  }

  private EndpointSpec settled(String verb) {
    requireName();
    Optional<EndpointSpec> settled = reconciler().settled(name);
    return settled.orElseThrow(() -> absent(name, verb));
  }

  static AloftException absent(String name, String verb) {
    return AloftException.of(
            ErrorCode.NOT_FOUND, "there is no endpoint \"" + name + "\" to " + verb)
        .operation(verb)
        .resource(name)
        .nextStep(NextStep.java("deploy it first", "model.deploy(\"" + name + "\")"))
        .build();
  }

  private <T> T serving(String operation, Set<Capability> needs, Supplier<T> body) {
    return verb(
        operation,
        needs,
        () -> {
          requireName();
          return body.get();
        });
  }

  private void requireName() {
    Names.require("name", name, "endpoint");
  }

  private <T> T verb(String operation, Set<Capability> needs, Supplier<T> body) {
    Call.Builder call = session.verbCall(operation, name);
    Set<Capability> all = new java.util.TreeSet<>(needs);
    all.add(Capability.SERVING);
    return session.verb(call.needs(all).build(), () -> session.drive(body::get));
  }

  private Reconciler<EndpointSpec> reconciler() {
    return session.engine().endpoints();
  }

  private ServingDriver driver() {
    return session.engine().backend().serving();
  }
}
