package dev.aloft.gcp;

import com.google.cloud.aiplatform.v1.GetModelRequest;
import com.google.cloud.aiplatform.v1.ListModelVersionsRequest;
import com.google.cloud.aiplatform.v1.ListModelVersionsResponse;
import com.google.cloud.aiplatform.v1.ListModelsRequest;
import com.google.cloud.aiplatform.v1.ListModelsResponse;
import com.google.cloud.aiplatform.v1.Model;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Page;
import dev.aloft.driver.Part;
import dev.aloft.driver.Registration;
import dev.aloft.driver.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at registered models and their versions. Only reads. Thread-safe. */
final class RegistryLook {
  private static final int PAGE = 100;
  private static final String DEFAULT = "default";

  private final GcpClients clients;
  private final VertexSender sender;
  private final VertexOperations operations;
  private final ModelArtifact artifacts;

  RegistryLook(GcpClients clients, VertexSender sender, ModelArtifact artifacts) {
    this.artifacts = artifacts;
    this.clients = clients;
    this.sender = sender;
    this.operations = new VertexOperations(clients, sender);
  }

  Observation observe(Target<Registration> target) {
    String name = VersionParts.modelName(target.name());
    String hash = Labels.value(VersionParts.hash(target.name()));
    VertexOperations.Seen under = operations.uploads(name).as(true);
    List<Model> versions = all(name);
    List<Part> parts = new ArrayList<>(under.running());
    if (!versions.isEmpty()) {
      parts.add(
          new Part(VersionParts.MODEL, name, Part.State.READY, "there", false, false, Map.of()));
    }
    for (Model version : versions) {
      if (hash.equals(version.getLabelsMap().get(Labels.REVISION))
          && isRegistered(version)
          && isThere(name, version)) {
        parts.add(part(version, versions, target.logId()));
      }
    }
    boolean missing = parts.stream().noneMatch(part -> part.kind().equals(VersionParts.VERSION));
    if (missing && target.wish().isPresent()) {
      under.failed().ifPresent(parts::add);
    }
    artifacts.of(name, target.logId()).stream()
        .filter(part -> part.id().equals(VersionParts.key(target.name())))
        .forEach(parts::add);
    return new Observation(parts);
  }

  /** A list may still show what is gone; a description does not. */
  private boolean isThere(String name, Model version) {
    return version(name, version.getVersionId()).isPresent();
  }

  private static Part part(Model version, List<Model> all, String logId) {
    Map<String, String> facts = new LinkedHashMap<>(version.getLabelsMap());
    facts.put(VersionParts.ONLY, String.valueOf(all.size() == 1));
    boolean hands = all.size() > 1 && version.getVersionAliasesList().contains(DEFAULT);
    if (hands) {
      all.stream()
          .filter(one -> !one.getVersionId().equals(version.getVersionId()))
          .max(Comparator.comparing(RegistryLook::number))
          .ifPresent(heir -> facts.put(VersionParts.HEIR, id(heir)));
    }
    return new Part(
        VersionParts.VERSION,
        id(version),
        Part.State.READY,
        "registered",
        Labels.value(logId).equals(version.getLabelsMap().get(Labels.OWNER)),
        false,
        facts);
  }

  private static String id(Model version) {
    return EndpointLook.id(version.getName()) + "@" + version.getVersionId();
  }

  static long number(Model version) {
    return version.getVersionId().matches("[0-9]{1,18}")
        ? Long.parseLong(version.getVersionId())
        : 0;
  }

  /** Whether Aloft has registered it; others are left to those who made them. */
  static boolean isRegistered(Model version) {
    return VersionDocuments.isOne(version.getVersionDescription());
  }

  /** A version by number or alias; empty when there is none. */
  Optional<Model> version(String name, String versionOrAlias) {
    return EndpointLook.found(
        () ->
            sender.read(
                "GetModel",
                name + "@" + versionOrAlias,
                GetModelRequest.newBuilder().setName(model(name) + "@" + versionOrAlias),
                () -> clients.models().getModelCallable()));
  }

  /** All versions of a model, newest first; none when there is no model. */
  List<Model> all(String name) {
    List<Model> all = new ArrayList<>();
    String token = "";
    do {
      ListModelVersionsRequest.Builder request =
          ListModelVersionsRequest.newBuilder()
              .setName(model(name))
              .setPageSize(PAGE)
              .setPageToken(token);
      Optional<ListModelVersionsResponse> page =
          EndpointLook.found(
              () ->
                  sender.read(
                      "ListModelVersions",
                      name,
                      request,
                      () -> clients.models().listModelVersionsCallable()));
      token = page.map(ListModelVersionsResponse::getNextPageToken).orElse("");
      page.ifPresent(one -> all.addAll(one.getModelsList()));
    } while (!token.isEmpty());
    all.sort(Comparator.comparing(RegistryLook::number).reversed());
    return all;
  }

  private String model(String name) {
    return clients.config().parent() + "/models/" + name;
  }

  private ListModelsResponse models(String filter, @Nullable String token) {
    return sender.read(
        "ListModels",
        "",
        ListModelsRequest.newBuilder()
            .setParent(clients.config().parent())
            .setFilter(filter)
            .setPageSize(PAGE)
            .setPageToken(Objects.toString(token, "")),
        () -> clients.models().listModelsCallable());
  }

  /** A page of the names of registered models, whoever made them. */
  Page<String> names(@Nullable String token) {
    ListModelsResponse page =
        models(Labels.filter(EndpointParts.KIND, VersionParts.REGISTERED), token);
    String next = page.getNextPageToken();
    return new Page<>(
        page.getModelsList().stream().map(one -> EndpointLook.id(one.getName())).toList(),
        next.isEmpty() ? null : next);
  }

  /** Versions of one owner, and the copies of models that were made for them. */
  Page<Part> owned(String logId, @Nullable String cursor) {
    if (cursor != null && cursor.startsWith("a")) {
      Page<Part> page = artifacts.owned(logId, cursor.length() == 1 ? null : cursor.substring(1));
      String next = page.cursor();
      return new Page<>(page.items(), next == null ? null : "a" + next);
    }
    Page<String> page = names(cursor == null ? null : cursor.substring(1));
    List<Part> parts = new ArrayList<>();
    for (String name : page.items()) {
      List<Model> all = all(name);
      all.stream().map(version -> part(version, all, logId)).filter(Part::ours).forEach(parts::add);
    }
    String next = page.cursor();
    return new Page<>(parts, next == null ? "a" : "v" + next);
  }
}
