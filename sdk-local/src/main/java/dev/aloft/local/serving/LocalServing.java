package dev.aloft.local.serving;

import dev.aloft.Machine;
import dev.aloft.data.Row;
import dev.aloft.data.Table;
import dev.aloft.driver.Action;
import dev.aloft.driver.Codecs;
import dev.aloft.driver.DriverContext;
import dev.aloft.driver.Invoker;
import dev.aloft.driver.LogPage;
import dev.aloft.driver.Next;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Page;
import dev.aloft.driver.Part;
import dev.aloft.driver.RuntimeOffer;
import dev.aloft.driver.ServingDriver;
import dev.aloft.driver.Setting;
import dev.aloft.driver.Settings;
import dev.aloft.driver.Target;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.Problems;
import dev.aloft.local.LocalHome;
import dev.aloft.local.LocalMachine;
import dev.aloft.model.ModelFormat;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import dev.aloft.serving.EndpointState;
import dev.aloft.serving.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Endpoints on this machine, in this program's server or in a server process of their own. The
 * reference for other drivers: one write an action, parts with their tags, {@code next} pure. All
 * clients of one home in one program share one server, whose address, token and limits are those of
 * the client that deployed first; a client that says others is refused when it deploys another
 * endpoint. Thread-safe.
 */
public final class LocalServing implements ServingDriver, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalServing.class);
  private static final List<RuntimeOffer> OFFERS =
      List.of(
          new RuntimeOffer("xgboost", ModelFormat.XGBOOST, null, "3.4", "aloft", Protocol.V2, ""));

  private final ServingOptions options;
  private final Holders holders;
  private final DriverContext context;

  /**
   * A driver over one home. Touches no file and starts nothing.
   *
   * @throws AloftException INVALID_REQUEST for settings that cannot be right
   */
  public LocalServing(LocalHome home, DriverContext context) {
    this.options = ServingOptions.of(context.settings());
    this.context = context;
    this.holders = new Holders(home, options, context);
  }

  /** The settings that serving understands. */
  public static List<Setting> settings() {
    return ServingOptions.SETTINGS;
  }

  /** Notes settings of serving that cannot be right. */
  public static void check(Settings settings, Problems problems) {
    ServingOptions.check(settings, problems);
  }

  @Override
  public List<RuntimeOffer> runtimes() {
    return OFFERS;
  }

  @Override
  public void check(EndpointSpec spec, Problems problems) {
    spec.revisions().forEach(revision -> check(spec, revision, problems));
  }

  @Override
  public void prepare(EndpointSpec spec) {
    holders.prepare();
  }

  private static void check(EndpointSpec spec, EndpointRevision revision, Problems problems) {
    problems.require(
        revision.runtime() == null,
        "runtime",
        revision.runtime(),
        "none: neither containers nor scripts serve on this machine");
    problems.require(
        ModelLoader.serves(revision.manifest().format()),
        "model.format",
        revision.manifest().format(),
        "xgboost, or a runtime of your own on a provider that runs containers");
    problems.require(
        isLocal(revision.modelUri()),
        "model.location",
        revision.modelUri(),
        "a directory of this machine; model.download(directory) makes one");
    problems.require(
        revision.wantedMachine().flatMap(Machine::type).map(LocalMachine.NAME::equals).orElse(true),
        "machine.type",
        revision.machine(),
        "Machine.type(\"" + LocalMachine.NAME + "\"), or none");
    problems.require(
        revision.wantedMachine().map(Machine::gpuCount).orElse(0) == 0,
        "machine",
        revision.machine(),
        "a machine without accelerators: models are served by the processor here");
    checkProbe(spec, revision, problems);
  }

  private static boolean isLocal(String uri) {
    return uri.startsWith("file:") || !uri.matches("[a-zA-Z][a-zA-Z0-9+.-]+:.*");
  }

  private static void checkProbe(EndpointSpec spec, EndpointRevision revision, Problems problems) {
    Row probe = spec.probe();
    try {
      if (probe != null) {
        probe(probe, revision);
      }
    } catch (AloftException e) {
      problems.add("probe", probe, "a row that fits the model: " + e.summary());
    }
  }

  @Override
  public Observation observe(Target<EndpointSpec> target) {
    return context.send(
        context.call("DescribeEndpoint", target.name()).repeatable().build(),
        () -> new Observation(parts(target.name(), target.logId())));
  }

  private List<Part> parts(String name, String logId) {
    return holders
        .find(name)
        .flatMap(holder -> holder.find(name))
        .map(record -> EndpointParts.of(record, logId))
        .orElse(List.of());
  }

  @Override
  public Next next(Target<EndpointSpec> target, Observation seen) {
    return EndpointSteps.next(target, seen);
  }

  @Override
  public Observation predict(Action action, Target<EndpointSpec> target, Observation seen) {
    return EndpointForecast.after(action, target, seen);
  }

  @Override
  public Map<String, Integer> traffic(Target<EndpointSpec> target, Observation seen) {
    return EndpointParts.traffic(seen);
  }

  @Override
  public EndpointState state(Target<EndpointSpec> target, Observation seen) {
    return EndpointSteps.state(target, seen);
  }

  @Override
  public void apply(Action action, Target<EndpointSpec> target) {
    context.send(
        context
            .call(action.verb(), action.id())
            .repeatable()
            .timeout(action.timeout())
            .request(action)
            .build(),
        () -> {
          write(action, target);
          return action;
        });
  }

  private void write(Action action, Target<EndpointSpec> target) {
    String name = target.name();
    String owner = target.logId();
    switch (action.verb()) {
      case EndpointSteps.LOAD -> {
        holders.findOrStart(name).load(name, owner, record(target, action));
        revision(target, action).wantedMachine().ifPresent(machine -> warn(name, machine));
      }
      case EndpointSteps.ROUTE ->
          holder(name)
              .route(
                  name,
                  owner,
                  target.wish().map(EndpointSteps::shares).orElse(Map.of()),
                  target.wish().map(EndpointSpec::expiresAfter).orElse(null));
      default -> unload(name, owner, action.id());
    }
  }

  private void unload(String name, String owner, String partId) {
    holder(name).unload(name, owner, EndpointParts.hash(name, partId));
    holders.endIfEmpty();
  }

  private EndpointAdmin holder(String name) {
    return holders
        .find(name)
        .orElseThrow(
            () ->
                AloftException.of(
                        ErrorCode.NOT_FOUND, "nobody serves \"" + name + "\" on this machine")
                    .resource(name)
                    .build());
  }

  private static void warn(String name, Machine asked) {
    String shortage = LocalMachine.shortage(asked);
    if (!shortage.isEmpty()) {
      LOG.warn("\"{}\" is served by a smaller machine than it asked for: {}", name, shortage);
    }
  }

  private static EndpointRevision revision(Target<EndpointSpec> target, Action action) {
    return target.wish().orElseThrow().revisions().stream()
        .filter(wanted -> EndpointParts.id(target.name(), wanted.hash()).equals(action.id()))
        .findFirst()
        .orElseThrow();
  }

  private static RevisionRecord record(Target<EndpointSpec> target, Action action) {
    EndpointSpec spec = target.wish().orElseThrow();
    EndpointRevision revision = revision(target, action);
    return new RevisionRecord(
        revision.hash(),
        revision.modelUri(),
        revision.modelHash(),
        revision.manifest(),
        spec.probe() == null ? null : probe(spec.probe(), revision),
        RevisionRecord.State.LOADING,
        null,
        "");
  }

  private static String probe(Row row, EndpointRevision revision) {
    byte[] body =
        Codecs.of(Protocol.V2)
            .encodeRequest(Table.of(List.of(row)), revision.manifest().signature())
            .body();
    return new String(body, StandardCharsets.UTF_8);
  }

  @Override
  public Page<Part> owned(String logId, @Nullable String cursor) {
    return context.send(
        context.call("ListOwned", logId).repeatable().build(),
        () ->
            Page.last(
                holders.records().all().stream()
                    .filter(record -> record.owner().equals(logId))
                    .flatMap(record -> parts(record.name(), logId).stream())
                    .toList()));
  }

  @Override
  public void delete(Part part) {
    String name = nameOf(part);
    String owner = String.valueOf(part.fact(EndpointParts.OWNER));
    context.send(
        context.call("delete", part.id()).repeatable().build(),
        () -> {
          if (part.kind().equals(EndpointParts.ENDPOINT)) {
            holder(name).route(name, owner, Map.of(), null);
          } else {
            unload(name, owner, part.id());
          }
          return part;
        });
  }

  @Override
  public Page<String> list(@Nullable String cursor) {
    return context.send(
        context.call("ListEndpoints", "").repeatable().build(),
        () ->
            Page.last(
                holders.records().all().stream()
                    .filter(record -> record.process().isServer() || record.process().isAlive())
                    .map(EndpointRecord::name)
                    .toList()));
  }

  @Override
  public Invoker invoker(Target<EndpointSpec> target, Observation seen) {
    Optional<Part> endpoint = seen.first(EndpointParts.ENDPOINT);
    String url = endpoint.map(part -> part.fact("url")).orElse(null);
    if (url == null) {
      throw absent(target.name());
    }
    return new EndpointInvoker(target.name(), url, options.maxBody(), holders, context);
  }

  private AloftException absent(String name) {
    String ended =
        holders
            .records()
            .find(name)
            .map(EndpointRecord::process)
            .filter(process -> process.tookItsEndpointsAlong(holders.records().log(name)))
            .map(
                process ->
                    ": it ended with program "
                        + process.pid()
                        + ", which held it; deploy it again, with serving=process for one that"
                        + " outlives its program")
            .orElse("");
    return AloftException.of(
            ErrorCode.NOT_FOUND, "there is no endpoint \"" + name + "\" that answers" + ended)
        .resource(name)
        .build();
  }

  @Override
  public LogPage logs(Target<EndpointSpec> target, @Nullable String cursor) {
    return context.send(
        context.call("EndpointLogs", target.name()).repeatable().build(),
        () -> EndpointLog.read(holders.records().log(target.name()), cursor));
  }

  /** Closes the connections to other processes; endpoints stay. */
  @Override
  public void close() {
    holders.close();
  }
}
