package dev.aloft.gcp;

import com.google.cloud.aiplatform.v1.DeployedModel;
import com.google.cloud.aiplatform.v1.Endpoint;
import com.google.cloud.aiplatform.v1.GetEndpointRequest;
import com.google.cloud.aiplatform.v1.GetModelRequest;
import com.google.cloud.aiplatform.v1.ListEndpointsRequest;
import com.google.cloud.aiplatform.v1.ListEndpointsResponse;
import com.google.cloud.aiplatform.v1.ListModelsRequest;
import com.google.cloud.aiplatform.v1.ListModelsResponse;
import com.google.cloud.aiplatform.v1.Model;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Page;
import dev.aloft.driver.Part;
import dev.aloft.driver.Target;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks at endpoints and what belongs to them. Only reads. Thread-safe. */
final class EndpointLook {
  private static final int PAGE = 100;

  private final GcpClients clients;
  private final VertexSender sender;
  private final VertexOperations operations;
  private final ModelArtifact artifacts;

  EndpointLook(GcpClients clients, VertexSender sender, ModelArtifact artifacts) {
    this.clients = clients;
    this.sender = sender;
    this.artifacts = artifacts;
    this.operations = new VertexOperations(clients, sender);
  }

  Observation observe(Target<EndpointSpec> target) {
    String name = target.name();
    List<Part> parts = new ArrayList<>();
    VertexOperations.Under deploys = operations.deploys(name);
    Optional<Endpoint> endpoint = endpoint(name);
    boolean ours = endpoint.map(one -> isOurs(one.getLabelsMap(), target.logId())).orElse(true);
    VertexOperations.Seen under = deploys.as(ours);
    endpoint.ifPresent(
        one ->
            parts(one, ours)
                .forEach(part -> parts.add(under.failed().map(op -> with(part, op)).orElse(part))));
    parts.addAll(under.running());
    if (under.running().isEmpty() || !ours) { // what runs is waited for, whatever else is there
      models(name, target, parts);
      parts.addAll(artifacts.of(name, target.logId()));
    }
    return new Observation(parts);
  }

  /** An endpoint tells of the last deploy that came to nothing. */
  private static Part with(Part part, Part failed) {
    if (!part.kind().equals(EndpointParts.ENDPOINT)) {
      return part;
    }
    Map<String, String> facts = new LinkedHashMap<>(part.facts());
    facts.put(EndpointParts.FAILED, failed.id());
    facts.put(EndpointParts.REASON, EndpointParts.fact(failed, EndpointParts.REASON));
    facts.put(EndpointParts.CODE, EndpointParts.fact(failed, EndpointParts.CODE));
    return new Part(
        part.kind(), part.id(), part.state(), part.word(), part.ours(), part.bills(), facts);
  }

  private static boolean isOurs(Map<String, String> labels, String logId) {
    return Labels.value(logId).equals(labels.get(Labels.OWNER));
  }

  /** An endpoint and what is deployed there. */
  private static List<Part> parts(Endpoint endpoint, boolean ours) {
    String name = id(endpoint.getName());
    List<Part> parts = new ArrayList<>();
    Map<String, String> facts = new LinkedHashMap<>(own(endpoint.getLabelsMap()));
    facts.put(EndpointParts.ETAG, endpoint.getEtag());
    if (endpoint.getClientConnectionConfig().hasInferenceTimeout()) {
      facts.put(
          EndpointParts.ANSWER_SECONDS,
          String.valueOf(endpoint.getClientConnectionConfig().getInferenceTimeout().getSeconds()));
    }
    if (endpoint.getDedicatedEndpointEnabled()) {
      facts.put(EndpointParts.HOST, endpoint.getDedicatedEndpointDns());
    }
    endpoint
        .getLabelsMap()
        .forEach((label, value) -> facts.put(EndpointParts.LABEL + label, value));
    for (DeployedModel deployed : endpoint.getDeployedModelsList()) {
      String hash = hash(name, deployed);
      int share = endpoint.getTrafficSplitMap().getOrDefault(deployed.getId(), 0);
      facts.merge(
          EndpointParts.SHARE + hash,
          String.valueOf(share),
          (one, other) -> String.valueOf(Integer.parseInt(one) + Integer.parseInt(other)));
      parts.add(
          new Part(
              EndpointParts.DEPLOYED,
              deployed.getId(),
              Part.State.READY,
              "deployed",
              ours && EndpointParts.revision(name, id(deployed.getModel())) != null,
              true,
              Map.of(Labels.REVISION, hash, Labels.NAME, name, EndpointParts.ABOUT, name)));
    }
    boolean reachable =
        !endpoint.getDedicatedEndpointEnabled() || !endpoint.getDedicatedEndpointDns().isEmpty();
    parts.add(
        new Part(
            EndpointParts.ENDPOINT,
            name,
            reachable ? Part.State.READY : Part.State.CHANGING,
            reachable ? "there" : "without a host yet",
            ours,
            false,
            facts));
    return parts;
  }

  /** The revision of what is deployed; the number of one that Aloft has not made. */
  private static String hash(String name, DeployedModel deployed) {
    String hash = EndpointParts.revision(name, id(deployed.getModel()));
    return hash == null ? deployed.getId() : hash;
  }

  private static Map<String, String> own(Map<String, String> labels) {
    Map<String, String> own = new LinkedHashMap<>(labels);
    own.keySet().removeIf(label -> !label.startsWith("aloft-"));
    return own;
  }

  /** The last segment of a name, without a version: names come back with the project's number. */
  static String id(String name) {
    String last = name.substring(name.lastIndexOf('/') + 1);
    int at = last.indexOf('@');
    return at < 0 ? last : last.substring(0, at);
  }

  /** Those that a label shows, and those that are wished and not shown yet, or somebody else's. */
  private void models(String name, Target<EndpointSpec> target, List<Part> parts) {
    Set<String> found = new HashSet<>();
    String token = "";
    do {
      ListModelsResponse page =
          list(
              Labels.filter(Labels.NAME, name)
                  + " AND "
                  + Labels.filter(EndpointParts.KIND, EndpointParts.OF_ENDPOINT),
              token);
      for (Model model : page.getModelsList()) {
        String id = id(model.getName());
        if (EndpointParts.revision(name, id) != null && found.add(id)) {
          Part part = part(model, target.logId());
          parts.add(part);
          if (!isWished(part, target)) {
            parts.addAll(operations.uploads(id).as(part.ours()).running());
          }
        }
      }
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    for (EndpointRevision revision : target.wish().map(EndpointSpec::revisions).orElse(List.of())) {
      String id = EndpointParts.model(name, revision.hash());
      if (!found.contains(id)) {
        VertexOperations.Seen under = operations.uploads(id).as(true);
        model(id)
            .ifPresentOrElse(
                model -> parts.add(part(model, target.logId())),
                () -> { // its upload may run, or have come to nothing
                  parts.addAll(under.running());
                  under.failed().ifPresent(parts::add);
                });
      }
    }
  }

  private static boolean isWished(Part model, Target<EndpointSpec> target) {
    String hash = EndpointParts.fact(model, Labels.REVISION);
    return target.wish().flatMap(spec -> spec.revision(hash)).isPresent();
  }

  private static Part part(Model model, String logId) {
    String id = id(model.getName());
    Map<String, String> facts = new LinkedHashMap<>(own(model.getLabelsMap()));
    String name = Objects.toString(model.getLabelsMap().get(Labels.NAME), "");
    String hash = EndpointParts.revision(name, id);
    if (hash != null) {
      facts.put(Labels.REVISION, hash);
    }
    return new Part(
        EndpointParts.MODEL,
        id,
        Part.State.READY,
        "uploaded",
        isOurs(model.getLabelsMap(), logId),
        false,
        facts);
  }

  Optional<Endpoint> endpoint(String id) {
    return found(
        () ->
            sender.read(
                "GetEndpoint",
                id,
                GetEndpointRequest.newBuilder().setName(name("endpoints", id)),
                () -> clients.endpoints().getEndpointCallable()));
  }

  private Optional<Model> model(String id) {
    return found(
        () ->
            sender.read(
                "GetModel",
                id,
                GetModelRequest.newBuilder().setName(name("models", id)),
                () -> clients.models().getModelCallable()));
  }

  static <T> Optional<T> found(Supplier<T> reading) {
    try {
      return Optional.of(reading.get());
    } catch (AloftException e) {
      if (e.code() == ErrorCode.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private String name(String collection, String id) {
    return clients.config().parent() + "/" + collection + "/" + id;
  }

  private ListModelsResponse list(String filter, String token) {
    return sender.read(
        "ListModels",
        "",
        ListModelsRequest.newBuilder()
            .setParent(clients.config().parent())
            .setFilter(filter)
            .setPageSize(PAGE)
            .setPageToken(token),
        () -> clients.models().listModelsCallable());
  }

  private ListEndpointsResponse endpoints(String filter, String token) {
    return sender.read(
        "ListEndpoints",
        "",
        ListEndpointsRequest.newBuilder()
            .setParent(clients.config().parent())
            .setFilter(filter)
            .setPageSize(PAGE)
            .setPageToken(token),
        () -> clients.endpoints().listEndpointsCallable());
  }

  /** A page of the names of endpoints that there are, whoever made them. */
  Page<String> names(@Nullable String cursor) {
    ListEndpointsResponse page = endpoints("", cursor == null ? "" : cursor);
    String next = page.getNextPageToken();
    return new Page<>(
        page.getEndpointsList().stream().map(one -> id(one.getName())).toList(),
        next.isEmpty() ? null : next);
  }

  /** Parts of one owner: endpoints with what is deployed there, models, copies of models. */
  Page<Part> owned(String logId, @Nullable String cursor) {
    String owner = Labels.filter(Labels.OWNER, logId);
    if (cursor == null || cursor.startsWith("e")) {
      ListEndpointsResponse page = endpoints(owner, cursor == null ? "" : cursor.substring(1));
      List<Part> parts = new ArrayList<>();
      page.getEndpointsList().forEach(one -> parts.addAll(parts(one, true)));
      String next = page.getNextPageToken();
      return new Page<>(parts, next.isEmpty() ? "m" : "e" + next);
    }
    if (cursor.startsWith("a")) {
      Page<Part> page = artifacts.owned(logId, cursor.length() == 1 ? null : cursor.substring(1));
      String next = page.cursor();
      return new Page<>(page.items(), next == null ? null : "a" + next);
    }
    ListModelsResponse page =
        list(
            owner + " AND " + Labels.filter(EndpointParts.KIND, EndpointParts.OF_ENDPOINT),
            cursor.substring(1));
    String next = page.getNextPageToken();
    return new Page<>(
        page.getModelsList().stream().map(one -> part(one, logId)).toList(),
        next.isEmpty() ? "a" : "m" + next);
  }
}
