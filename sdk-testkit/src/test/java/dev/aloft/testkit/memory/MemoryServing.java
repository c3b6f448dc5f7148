package dev.aloft.testkit.memory;

import dev.aloft.driver.Action;
import dev.aloft.driver.Invoker;
import dev.aloft.driver.LogLine;
import dev.aloft.driver.LogPage;
import dev.aloft.driver.Next;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Page;
import dev.aloft.driver.Part;
import dev.aloft.driver.RuntimeOffer;
import dev.aloft.driver.ServingDriver;
import dev.aloft.driver.Target;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.Problems;
import dev.aloft.model.ModelFormat;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import dev.aloft.serving.EndpointState;
import dev.aloft.serving.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Endpoints: one configuration for each revision, and the endpoint that shares calls out. */
final class MemoryServing implements ServingDriver {
  static final ModelFormat FORMAT = ModelFormat.of("linear");

  private static final String CONFIG = "config";
  private static final String ENDPOINT = "endpoint";
  private static final AtomicInteger MEMORY = new AtomicInteger();

  private final Site site;

  MemoryServing(Site site) {
    this.site = site;
  }

  @Override
  public List<RuntimeOffer> runtimes() {
    return List.of(new RuntimeOffer("linear-1", FORMAT, null, null, "aloft", Protocol.CSV, ""));
  }

  @Override
  public void check(EndpointSpec spec, Problems problems) {
    problems.require(
        spec.revisions().size() <= 2, "revisions", spec.revisions().size(), "at most 2 revisions");
  }

  @Override
  public Observation observe(Target<EndpointSpec> target) {
    List<Part> parts = new ArrayList<>(configs(target));
    site.read("DescribeEndpoint", target.name(), cloud -> endpoint(cloud, target))
        .forEach(parts::add);
    if (site.has(Defect.OBSERVE_WRITES)) {
      site.rewrite("TagEndpoint", target.name(), cloud -> true);
    }
    return new Observation(parts);
  }

  private List<Part> configs(Target<EndpointSpec> target) {
    return site.read(
        "ListConfigs",
        target.name(),
        cloud ->
            cloud.configs.values().stream()
                .filter(config -> isOf(config, target.name()))
                .map(config -> part(config, target.logId()))
                .toList());
  }

  private boolean isOf(CloudConfig config, String name) {
    return config.id().startsWith(head(name) + ".");
  }

  private String head(String name) {
    return site.has(Defect.CUTS_NAMES) ? name.substring(0, Math.min(4, name.length())) : name;
  }

  private String configId(String name, EndpointRevision revision) {
    return head(name) + "." + revision.hash();
  }

  private Part part(CloudConfig config, String logId) {
    return new Part(
        CONFIG,
        config.id(),
        Part.State.READY,
        "Ready",
        logId.equals(config.tags().get("aloft-owner")),
        false,
        facts(config.tags(), Map.of("revision", config.revision())));
  }

  private List<Part> endpoint(Cloud cloud, Target<EndpointSpec> target) {
    CloudEndpoint endpoint = cloud.endpoints.get(target.name());
    return endpoint == null ? List.of() : List.of(part(endpoint, target.logId()));
  }

  private Part part(CloudEndpoint endpoint, String logId) {
    return new Part(
        ENDPOINT,
        endpoint.name(),
        state(endpoint),
        endpoint.word(),
        logId.equals(endpoint.tags().get("aloft-owner")),
        true,
        facts(
            endpoint.tags(),
            Map.of(
                "shares", endpoint.shares(),
                "wished", endpoint.wishedShares(),
                "failed", endpoint.failed(),
                "failure", endpoint.failure())));
  }

  private Part.State state(CloudEndpoint endpoint) {
    return switch (endpoint.word()) {
      case "InService" -> Part.State.READY;
      case "Failed" -> Part.State.FAILED;
      case "Deleting" -> Part.State.DELETING;
      default -> site.has(Defect.WRITES_WHILE_CHANGING) ? Part.State.READY : Part.State.CHANGING;
    };
  }

  private static Map<String, String> facts(Map<String, String> tags, Map<String, String> more) {
    Map<String, String> facts = new TreeMap<>(tags);
    facts.putAll(more);
    return facts;
  }

  @Override
  public Next next(Target<EndpointSpec> target, Observation seen) {
    if (site.has(Defect.NEXT_REMEMBERS) && MEMORY.incrementAndGet() % 2 == 0) {
      return Next.await("thinking");
    }
    boolean foreign = seen.parts().stream().anyMatch(part -> !part.ours());
    if (foreign && !site.has(Defect.TAKES_WHAT_IS_NOT_OURS)) {
      return Next.fail(
          ErrorCode.CONFLICT_NOT_OURS, "\"" + target.name() + "\" was made by somebody else");
    }
    EndpointSpec spec = target.spec();
    return spec == null ? gone(seen) : present(target, spec, seen);
  }

  private Next gone(Observation seen) {
    Part endpoint = seen.first(ENDPOINT).orElse(null);
    if (endpoint != null) {
      return isMoving(endpoint)
          ? Next.attend(endpoint.word())
          : Next.act(Action.of("delete", ENDPOINT, endpoint.id()));
    }
    Part config = seen.first(CONFIG).orElse(null);
    if (config != null && isMoving(config)) {
      return Next.attend(config.word());
    }
    return config == null || site.has(Defect.LEAVES_PART)
        ? Next.done()
        : Next.act(Action.of("delete", CONFIG, config.id()));
  }

  private Next present(Target<EndpointSpec> target, EndpointSpec spec, Observation seen) {
    for (EndpointRevision revision : spec.revisions()) {
      String id = configId(spec.name(), revision);
      if (seen.part(CONFIG, id).isEmpty()) {
        return Next.act(Action.of("create", CONFIG, id).with("revision", revision.hash()));
      }
    }
    Part endpoint = seen.first(ENDPOINT).orElse(null);
    String shares = shares(spec);
    if (endpoint == null) {
      return Next.act(
          Action.of("create", ENDPOINT, spec.name()).asCounted().with("shares", shares));
    }
    if (isMoving(endpoint)) {
      return Next.attend(endpoint.word());
    }
    boolean tried = target.triesOf(endpoint.id()) > 0;
    if (endpoint.state() == Part.State.FAILED) {
      return tried ? failed(endpoint) : Next.act(Action.of("delete", ENDPOINT, endpoint.id()));
    }
    if (shares.equals(endpoint.fact("shares"))) {
      return rest(spec, seen);
    }
    if (tried && shares.equals(endpoint.fact("failed"))) {
      return site.has(Defect.FAILED_UPDATE_IS_DONE) ? Next.done() : failed(endpoint);
    }
    return Next.act(Action.of("update", ENDPOINT, spec.name()).asCounted().with("shares", shares));
  }

  private Next rest(EndpointSpec spec, Observation seen) {
    if (site.has(Defect.KEEPS_OLD_REVISION)) {
      return Next.done();
    }
    List<String> wanted = spec.revisions().stream().map(r -> configId(spec.name(), r)).toList();
    return seen.parts(CONFIG).stream()
        .filter(part -> !wanted.contains(part.id()))
        .findFirst()
        .map(
            part ->
                isMoving(part)
                    ? Next.attend(part.word())
                    : Next.act(Action.of("delete", CONFIG, part.id())))
        .orElse(Next.done());
  }

  private Next failed(Part endpoint) {
    String reason = String.valueOf(endpoint.fact("failure"));
    return site.has(Defect.SAYS_NO_REASON)
        ? Next.fail(ErrorCode.MODEL_FAILED, "")
        : new Next.Fail(ErrorCode.MODEL_FAILED, reason, List.of("loading", reason));
  }

  private static boolean isMoving(Part part) {
    return part.state() == Part.State.CHANGING || part.state() == Part.State.DELETING;
  }

  private String shares(EndpointSpec spec) {
    return new TreeMap<>(spec.traffic())
        .entrySet().stream()
            .map(
                share ->
                    configId(spec.name(), spec.revision(share.getKey()).orElseThrow())
                        + "="
                        + share.getValue())
            .collect(Collectors.joining(","));
  }

  @Override
  public void apply(Action action, Target<EndpointSpec> target) {
    switch (action.verb() + " " + action.kind()) {
      case "create config" -> createConfig(action, target);
      case "create endpoint" -> createEndpoint(action, target);
      case "update endpoint" -> updateEndpoint(action);
      case "delete config" -> deleteConfig(action.id());
      case "delete endpoint" -> deleteEndpoint(action.id());
      default -> throw new IllegalStateException("no such action: " + action);
    }
  }

  private void createConfig(Action action, Target<EndpointSpec> target) {
    String hash = String.valueOf(action.fact("revision"));
    EndpointRevision revision = target.wish().flatMap(spec -> spec.revision(hash)).orElseThrow();
    CloudConfig config =
        new CloudConfig(action.id(), hash, revision.modelUri(), tags(target, hash));
    site.write(
        "CreateConfig",
        action.id(),
        cloud -> {
          if (cloud.configs.putIfAbsent(action.id(), config) != null) {
            throw site.error(ErrorCode.ALREADY_EXISTS, "config " + action.id() + " exists");
          }
          return config;
        });
  }

  private Map<String, String> tags(Target<EndpointSpec> target, String hash) {
    return site.has(Defect.FORGETS_TAGS)
        ? Map.of("aloft-owner", target.logId())
        : target.ownership(hash);
  }

  private void createEndpoint(Action action, Target<EndpointSpec> target) {
    site.write(
        "CreateEndpoint",
        action.id(),
        cloud -> {
          if (cloud.endpoints.containsKey(action.id())) {
            throw site.error(ErrorCode.ALREADY_EXISTS, "endpoint " + action.id() + " exists");
          }
          Map<String, String> tags = tags(target, String.valueOf(action.fact("shares")));
          String shares = String.valueOf(action.fact("shares"));
          return cloud.endpoints.put(
              action.id(), new CloudEndpoint(action.id(), tags, shares, site.now()));
        });
  }

  private void updateEndpoint(Action action) {
    boolean interrupts = site.has(Defect.UPDATE_INTERRUPTS);
    site.write(
        "UpdateEndpoint",
        action.id(),
        cloud -> {
          CloudEndpoint endpoint = steady(cloud, action.id());
          endpoint.update(String.valueOf(action.fact("shares")), interrupts, site.now());
          return endpoint;
        });
  }

  private CloudEndpoint steady(Cloud cloud, String name) {
    CloudEndpoint endpoint = cloud.endpoints.get(name);
    if (endpoint == null) {
      throw site.error(ErrorCode.NOT_FOUND, "there is no endpoint " + name);
    }
    if (endpoint.isChanging() && !site.has(Defect.WRITES_WHILE_CHANGING)) {
      throw site.error(ErrorCode.BUSY, "endpoint " + name + " is changing");
    }
    return endpoint;
  }

  private void deleteConfig(String id) {
    site.rewrite("DeleteConfig", id, cloud -> cloud.configs.remove(id) != null);
  }

  private void deleteEndpoint(String name) {
    site.rewrite(
        "DeleteEndpoint",
        name,
        cloud -> {
          CloudEndpoint endpoint = steady(cloud, name);
          endpoint.delete(site.now());
          return endpoint;
        });
  }

  @Override
  public Page<Part> owned(String logId, @Nullable String cursor) {
    return site.read(
        "ListTagged",
        "",
        cloud -> {
          List<Part> parts = new ArrayList<>();
          cloud.configs.values().forEach(config -> parts.add(part(config, logId)));
          cloud.endpoints.values().forEach(endpoint -> parts.add(part(endpoint, logId)));
          parts.removeIf(part -> !part.ours());
          return Page.last(parts);
        });
  }

  @Override
  public void delete(Part part) {
    if (part.kind().equals(CONFIG)) {
      deleteConfig(part.id());
    } else {
      deleteEndpoint(part.id());
    }
  }

  @Override
  public Page<String> list(@Nullable String cursor) {
    return site.read(
        "ListEndpoints", "", cloud -> Page.last(List.copyOf(cloud.endpoints.keySet())));
  }

  @Override
  public EndpointState state(Target<EndpointSpec> target, Observation seen) {
    Part endpoint = seen.first(ENDPOINT).orElse(null);
    if (endpoint == null) {
      return EndpointState.ABSENT;
    }
    return switch (endpoint.word()) {
      case "Creating" -> EndpointState.CREATING;
      case "Updating" -> EndpointState.UPDATING;
      case "Deleting" -> EndpointState.DELETING;
      case "Failed" -> EndpointState.FAILED;
      default ->
          target.wish().map(this::shares).filter(s -> s.equals(endpoint.fact("shares"))).isPresent()
              ? EndpointState.READY
              : EndpointState.DEGRADED;
    };
  }

  @Override
  public Invoker invoker(Target<EndpointSpec> target, Observation seen) {
    if (seen.first(ENDPOINT).isEmpty()) {
      throw site.error(ErrorCode.NOT_FOUND, "there is no endpoint " + target.name());
    }
    return new MemoryInvoker(site, target.name());
  }

  @Override
  public LogPage logs(Target<EndpointSpec> target, @Nullable String cursor) {
    return site.read(
        "GetLog",
        target.name(),
        cloud ->
            new LogPage(
                cursor == null ? List.of(new LogLine(site.now(), "", "serving")) : List.of(),
                "1",
                true));
  }
}
