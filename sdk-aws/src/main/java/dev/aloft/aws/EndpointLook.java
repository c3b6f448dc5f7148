package dev.aloft.aws;

import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Page;
import dev.aloft.driver.Part;
import dev.aloft.driver.Target;
import dev.aloft.driver.Timing;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.EndpointSummary;
import software.amazon.awssdk.services.sagemaker.model.ListEndpointConfigsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListEndpointsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListModelsRequest;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantSummary;

/** Looks at endpoints and what belongs to them. Only reads. Thread-safe. */
final class EndpointLook {
  private static final int PAGE = 100;
  private static final String MARK = "aloft-";

  private final AwsSender sender;
  private final AwsClients clients;
  private final ResourceTags tags;
  private final ScalingLook scaling;
  private final ModelArchive archives;

  EndpointLook(
      Timing timing,
      ObjectStore staging,
      AwsSender sender,
      AwsClients clients,
      ModelArchive archives) {
    this.archives = archives;
    this.sender = sender;
    this.clients = clients;
    this.tags = new ResourceTags(timing, staging, sender, clients);
    this.scaling = new ScalingLook(sender, clients);
  }

  Observation observe(Target<EndpointSpec> target) {
    String name = target.name();
    Predicate<String> isOf = id -> EndpointParts.isOf(name, id);
    List<Part> parts = new ArrayList<>(archives(target));
    Optional<Part> endpoint = endpoint(name, target.logId()).map(part -> labelled(part, target));
    endpoint.ifPresent(parts::add);
    List<Part> configs = all(token -> configs(EndpointParts.prefix(name), token), isOf, target);
    parts.addAll(configs);
    parts.addAll(all(token -> models(EndpointParts.prefix(name), token), isOf, target));
    endpoint.ifPresent(there -> parts.addAll(scaling.of(there, variants(there, configs))));
    return new Observation(parts);
  }

  private List<Part> archives(Target<EndpointSpec> target) {
    List<Part> found = new ArrayList<>();
    for (EndpointRevision revision : target.wish().map(EndpointSpec::revisions).orElse(List.of())) {
      if (ModelArchive.isNeeded(revision) && archives.isThere(revision)) {
        found.add(
            new Part(
                EndpointParts.ARCHIVE,
                ModelArchive.key(revision),
                Part.State.READY,
                "Stored",
                true,
                false,
                target.ownership(revision.hash())));
      }
    }
    return found;
  }

  /**
   * With its labels, where some are wished, or were and are no more: anybody may change them, so
   * they are read anew.
   */
  private Part labelled(Part endpoint, Target<EndpointSpec> target) {
    boolean wished = target.wish().filter(spec -> !spec.labels().isEmpty()).isPresent();
    boolean matters = wished || !EndpointParts.formerLabels(target).isEmpty();
    if (!matters || !endpoint.ours() || endpoint.state() != Part.State.READY) {
      return endpoint;
    }
    Map<String, String> facts = new LinkedHashMap<>(endpoint.facts());
    tags.read(EndpointParts.fact(endpoint, EndpointParts.ARN))
        .forEach((label, value) -> facts.put(EndpointParts.LABEL + label, value));
    return new Part(
        endpoint.kind(),
        endpoint.id(),
        endpoint.state(),
        endpoint.word(),
        true,
        endpoint.bills(),
        facts);
  }

  /** The variants that may scale: they do so only where a configuration says it. */
  private static Set<String> variants(Part endpoint, List<Part> configs) {
    Set<String> variants = new TreeSet<>();
    for (Part config : configs) {
      for (String hash : EndpointParts.fact(config, EndpointParts.SCALED).split("/", -1)) {
        if (!hash.isEmpty()) {
          variants.add(EndpointParts.scaling(endpoint.id(), hash));
        }
      }
    }
    return variants;
  }

  /** The endpoint of that name; empty when there is none. */
  Optional<Part> endpoint(String name, String logId) {
    SageMakerClient client = clients.polling();
    try {
      DescribeEndpointResponse found =
          sender.read(
              "DescribeEndpoint",
              name,
              DescribeEndpointRequest.builder().endpointName(name),
              request -> client.describeEndpoint(request.build()));
      return Optional.of(part(found, logId));
    } catch (AloftException e) {
      if (e.code() == ErrorCode.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Part part(DescribeEndpointResponse found, String logId) {
    Map<String, String> facts = facts(found.endpointArn(), found.creationTime());
    facts.put(EndpointParts.ARN, found.endpointArn());
    put(facts, EndpointParts.CONFIG_NAME, found.endpointConfigName());
    put(facts, EndpointParts.REASON, found.failureReason());
    put(facts, EndpointParts.MODIFIED, found.lastModifiedTime());
    for (ProductionVariantSummary variant : found.productionVariants()) {
      put(facts, EndpointParts.WEIGHT + variant.variantName(), variant.currentWeight());
      Integer count = variant.desiredInstanceCount();
      put(
          facts,
          EndpointParts.COUNT + variant.variantName(),
          count == null ? variant.currentInstanceCount() : count);
    }
    String word = found.endpointStatusAsString();
    return new Part(
        EndpointParts.ENDPOINT,
        found.endpointName(),
        EndpointStates.part(word),
        word,
        logId.equals(facts.get(EndpointParts.OWNER)),
        true,
        facts);
  }

  private Map<String, String> facts(String arn, Instant createdAt) {
    return tags.facts(arn, createdAt);
  }

  private static void put(Map<String, String> facts, String name, @Nullable Object value) {
    if (value != null) {
      facts.put(name, value.toString());
    }
  }

  /** A model or configuration, as a listing shows it. */
  private record Listed(String kind, String id, String arn, Instant createdAt) {}

  private List<Part> all(
      Function<@Nullable String, Page<Listed>> listing,
      Predicate<String> isWanted,
      Target<EndpointSpec> target) {
    List<Part> parts = new ArrayList<>();
    String token = null;
    do {
      Page<Listed> page = listing.apply(token);
      for (Listed one : page.items()) {
        if (isWanted.test(one.id())) {
          parts.add(part(one, target.logId()));
        }
      }
      token = page.cursor();
    } while (token != null);
    return parts;
  }

  private Part part(Listed one, String logId) {
    Map<String, String> facts = facts(one.arn(), one.createdAt());
    return new Part(
        one.kind(),
        one.id(),
        Part.State.READY,
        "Created",
        logId.equals(facts.get(EndpointParts.OWNER)),
        false,
        facts);
  }

  private Page<Listed> models(String contained, @Nullable String token) {
    SageMakerClient client = clients.polling();
    return sender.read(
        "ListModels",
        contained,
        ListModelsRequest.builder().nameContains(contained).maxResults(PAGE).nextToken(token),
        request -> {
          var page = client.listModels(request.build());
          return new Page<>(
              page.models().stream()
                  .map(
                      one ->
                          new Listed(
                              EndpointParts.MODEL,
                              one.modelName(),
                              one.modelArn(),
                              one.creationTime()))
                  .toList(),
              page.nextToken());
        });
  }

  private Page<Listed> configs(String contained, @Nullable String token) {
    SageMakerClient client = clients.polling();
    return sender.read(
        "ListEndpointConfigs",
        contained,
        ListEndpointConfigsRequest.builder()
            .nameContains(contained)
            .maxResults(PAGE)
            .nextToken(token),
        request -> {
          var page = client.listEndpointConfigs(request.build());
          return new Page<>(
              page.endpointConfigs().stream()
                  .map(
                      one ->
                          new Listed(
                              EndpointParts.CONFIG,
                              one.endpointConfigName(),
                              one.endpointConfigArn(),
                              one.creationTime()))
                  .toList(),
              page.nextToken());
        });
  }

  /** A page of the endpoints that there are, whoever made them. */
  Page<EndpointSummary> endpoints(@Nullable String token) {
    SageMakerClient client = clients.control();
    return sender.read(
        "ListEndpoints",
        "",
        ListEndpointsRequest.builder().maxResults(PAGE).nextToken(token),
        request -> {
          var page = client.listEndpoints(request.build());
          return new Page<>(page.endpoints(), page.nextToken());
        });
  }

  /** Parts of one owner: endpoints with their scaling, then configurations, then models. */
  Page<Part> owned(String logId, @Nullable String cursor) {
    String kind =
        cursor == null ? EndpointParts.ENDPOINT : cursor.substring(0, cursor.indexOf(' '));
    String token = cursor == null ? "" : cursor.substring(cursor.indexOf(' ') + 1);
    String from = token.isEmpty() ? null : token;
    return switch (kind) {
      case EndpointParts.ENDPOINT -> next(ownedEndpoints(logId, from), kind, EndpointParts.CONFIG);
      case EndpointParts.CONFIG ->
          next(owned(configs(MARK, from), logId), kind, EndpointParts.MODEL);
      default -> next(owned(models(MARK, from), logId), EndpointParts.MODEL, null);
    };
  }

  private static Page<Part> next(Page<Part> page, String kind, @Nullable String after) {
    String cursor = page.cursor();
    String more = after == null ? null : after + " ";
    return new Page<>(page.items(), cursor == null ? more : kind + " " + cursor);
  }

  private Page<Part> owned(Page<Listed> page, String logId) {
    return new Page<>(
        page.items().stream().map(one -> part(one, logId)).filter(Part::ours).toList(),
        page.cursor());
  }

  private Page<Part> ownedEndpoints(String logId, @Nullable String token) {
    Page<EndpointSummary> page = endpoints(token);
    List<Part> parts = new ArrayList<>();
    for (EndpointSummary one : page.items()) {
      Map<String, String> own = tags.of(one.endpointArn(), one.creationTime());
      if (logId.equals(own.get(EndpointParts.OWNER))) {
        endpoint(one.endpointName(), logId).ifPresent(there -> withScaling(there, parts));
      }
    }
    return new Page<>(parts, page.cursor());
  }

  private void withScaling(Part endpoint, List<Part> parts) {
    parts.add(endpoint);
    Set<String> variants = new TreeSet<>();
    endpoint.facts().keySet().stream()
        .filter(fact -> fact.startsWith(EndpointParts.COUNT))
        .map(fact -> fact.substring(EndpointParts.COUNT.length()))
        .filter(EndpointParts::isHash)
        .forEach(hash -> variants.add(EndpointParts.scaling(endpoint.id(), hash)));
    parts.addAll(scaling.of(endpoint, variants));
  }
}
