package dev.aloft.aws;

import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Page;
import dev.aloft.driver.Part;
import dev.aloft.driver.Registration;
import dev.aloft.driver.Target;
import dev.aloft.driver.Timing;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelPackageGroupRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelPackageGroupResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelPackageRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelPackageResponse;
import software.amazon.awssdk.services.sagemaker.model.ListModelPackageGroupsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListModelPackagesRequest;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageGroupSummary;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageSummary;

/**
 * Looks at model package groups and their versions. A version's tags are those of its group, so
 * what tells whose it is stands in its metadata, and its description repeats it for listings. Only
 * reads. Thread-safe.
 */
final class RegistryLook {
  private static final int PAGE = 100;

  private final AwsSender sender;
  private final AwsClients clients;
  private final ResourceTags tags;

  RegistryLook(Timing timing, ObjectStore staging, AwsSender sender, AwsClients clients) {
    this.sender = sender;
    this.clients = clients;
    this.tags = new ResourceTags(timing, staging, sender, clients);
  }

  /** What a version's description says, by which it is found in listings. */
  static String description(String target, String logId) {
    return "Aloft " + target + " of " + logId;
  }

  Observation observe(Target<Registration> target) {
    String name = VersionParts.modelName(target.name());
    Optional<DescribeModelPackageGroupResponse> group = group(name);
    if (group.isEmpty()) {
      return Observation.NOTHING;
    }
    List<ModelPackageSummary> versions = all(name);
    List<Part> parts = new ArrayList<>();
    parts.add(part(group.get(), versions.size(), target.logId()));
    for (ModelPackageSummary version : versions) {
      String words = version.modelPackageDescription();
      if (words != null && words.startsWith("Aloft " + target.name() + " ")) {
        describe(version)
            .map(found -> part(found, target.logId()))
            .filter(part -> target.name().equals(part.fact(EndpointParts.NAME)))
            .ifPresent(parts::add);
      }
    }
    return new Observation(parts);
  }

  private Part part(DescribeModelPackageGroupResponse group, int versions, String logId) {
    Map<String, String> facts = tags.facts(group.modelPackageGroupArn(), group.creationTime());
    facts.put(VersionParts.VERSIONS, Integer.toString(versions));
    String word = group.modelPackageGroupStatusAsString();
    return new Part(
        VersionParts.GROUP,
        group.modelPackageGroupName(),
        VersionParts.state(word),
        word,
        logId.equals(facts.get(EndpointParts.OWNER)),
        false,
        facts);
  }

  private static Part part(DescribeModelPackageResponse version, String logId) {
    String word = version.modelPackageStatusAsString();
    return new Part(
        VersionParts.VERSION,
        version.modelPackageArn(),
        VersionParts.state(word),
        word,
        logId.equals(version.customerMetadataProperties().get(EndpointParts.OWNER)),
        false,
        version.customerMetadataProperties());
  }

  /** A group; empty when there is none. */
  private Optional<DescribeModelPackageGroupResponse> group(String name) {
    SageMakerClient client = clients.polling();
    return found(
        () ->
            sender.read(
                "DescribeModelPackageGroup",
                name,
                DescribeModelPackageGroupRequest.builder().modelPackageGroupName(name),
                request -> client.describeModelPackageGroup(request.build())));
  }

  /** All of a version; empty when it is gone. */
  Optional<DescribeModelPackageResponse> describe(ModelPackageSummary version) {
    SageMakerClient client = clients.polling();
    return found(
        () ->
            sender.read(
                "DescribeModelPackage",
                version.modelPackageGroupName() + "/" + version.modelPackageVersion(),
                DescribeModelPackageRequest.builder().modelPackageName(version.modelPackageArn()),
                request -> client.describeModelPackage(request.build())));
  }

  /** A version that Aloft has registered; others are left to those who made them. */
  Optional<DescribeModelPackageResponse> registered(ModelPackageSummary version) {
    return describe(version)
        .filter(one -> one.customerMetadataProperties().containsKey(RegistryRequests.DOCUMENT))
        .filter(one -> !"Deleting".equals(one.modelPackageStatusAsString()));
  }

  private static <T> Optional<T> found(java.util.function.Supplier<T> reading) {
    try {
      return Optional.of(reading.get());
    } catch (AloftException e) {
      if (e.code() == ErrorCode.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** All versions of a group, newest first; none when there is no group. */
  List<ModelPackageSummary> all(String name) {
    List<ModelPackageSummary> all = new ArrayList<>();
    String token = null;
    do {
      Page<ModelPackageSummary> page = versions(name, token);
      all.addAll(page.items());
      token = page.cursor();
    } while (token != null);
    all.sort(
        java.util.Comparator.comparing(
            (ModelPackageSummary version) -> -version.modelPackageVersion()));
    return all;
  }

  /** A page of the versions of a group, newest first. */
  Page<ModelPackageSummary> versions(String name, @Nullable String token) {
    SageMakerClient client = clients.control();
    return found(
            () ->
                sender.read(
                    "ListModelPackages",
                    name,
                    ListModelPackagesRequest.builder()
                        .modelPackageGroupName(name)
                        .sortBy("CreationTime")
                        .sortOrder("Descending")
                        .maxResults(PAGE)
                        .nextToken(token),
                    request -> {
                      var page = client.listModelPackages(request.build());
                      return new Page<>(page.modelPackageSummaryList(), page.nextToken());
                    }))
        .orElseGet(() -> Page.last(List.of()));
  }

  /** A page of the groups that there are, whoever made them. */
  Page<ModelPackageGroupSummary> groups(@Nullable String token) {
    SageMakerClient client = clients.control();
    return sender.read(
        "ListModelPackageGroups",
        "",
        ListModelPackageGroupsRequest.builder().maxResults(PAGE).nextToken(token),
        request -> {
          var page = client.listModelPackageGroups(request.build());
          return new Page<>(page.modelPackageGroupSummaryList(), page.nextToken());
        });
  }

  /** Versions of one owner, and groups of his that hold nothing. */
  Page<Part> owned(String logId, @Nullable String cursor) {
    Page<ModelPackageGroupSummary> page = groups(cursor);
    List<Part> parts = new ArrayList<>();
    for (ModelPackageGroupSummary group : page.items()) {
      List<ModelPackageSummary> versions = all(group.modelPackageGroupName());
      for (ModelPackageSummary version : versions) {
        String words = version.modelPackageDescription();
        if (words != null && words.endsWith(" of " + logId)) {
          describe(version).map(found -> part(found, logId)).ifPresent(parts::add);
        }
      }
      String words = group.modelPackageGroupDescription();
      if (versions.isEmpty() && words != null && words.endsWith(" of " + logId)) {
        group(group.modelPackageGroupName())
            .map(found -> part(found, 0, logId))
            .filter(Part::ours)
            .ifPresent(parts::add);
      }
    }
    return new Page<>(parts, page.cursor());
  }
}
