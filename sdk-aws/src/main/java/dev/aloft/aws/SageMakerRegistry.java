package dev.aloft.aws;

import dev.aloft.driver.Action;
import dev.aloft.driver.DriverContext;
import dev.aloft.driver.Next;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Page;
import dev.aloft.driver.Part;
import dev.aloft.driver.RegisteredVersion;
import dev.aloft.driver.Registration;
import dev.aloft.driver.RegistryDriver;
import dev.aloft.driver.Target;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteModelPackageGroupRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteModelPackageRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelPackageResponse;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageGroupSummary;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageSummary;
import software.amazon.awssdk.services.sagemaker.model.UpdateModelPackageRequest;

/**
 * Registered models as model package groups and their versions. A group is called as the model and
 * may be shared by several owners. Thread-safe.
 */
final class SageMakerRegistry implements RegistryDriver {
  private static final Duration LAG = Duration.ofSeconds(5);
  private static final int LONGEST_URI = 256;
  private static final String ANY_NUMBER = "[1-9][0-9]{0,8}";

  private final DriverContext context;
  private final AwsClients clients;
  private final AwsSender sender;
  private final RegistryLook look;
  private final RegistryRequests requests;
  private final VersionDocuments documents;

  SageMakerRegistry(DriverContext context, AwsClients clients, ObjectStore staging) {
    this.context = context;
    this.clients = clients;
    this.sender = new AwsSender(context, clients.config());
    this.look = new RegistryLook(sender, clients);
    this.requests = new RegistryRequests(new ServingImages(clients.config()));
    this.documents = new VersionDocuments(context, staging);
  }

  @Override
  public void check(Registration wish, Problems problems) {
    problems.require(
        S3Uri.fault(wish.modelUri()).isEmpty(),
        "model.location (ModelDataSource.S3DataSource.S3Uri)",
        wish.modelUri(),
        "a place in S3");
    problems.require(wish.labels().size() <= 20, "labels", wish.labels().size(), "at most 20");
  }

  @Override
  public Observation observe(Target<Registration> target) {
    return look.observe(target);
  }

  @Override
  public Next next(Target<Registration> target, Observation seen) {
    return VersionParts.next(target, seen);
  }

  @Override
  public Duration lag() {
    return LAG;
  }

  @Override
  public void apply(Action action, Target<Registration> target) {
    if (action.verb().equals(VersionParts.DELETE)) {
      delete(action.kind(), action.id());
    } else if (action.kind().equals(VersionParts.GROUP)) {
      write(
          "CreateModelPackageGroup",
          action.id(),
          RegistryRequests.group(target),
          request -> clients.control().createModelPackageGroup(request.build()));
    } else {
      register(action, target);
    }
  }

  private void register(Action action, Target<Registration> target) {
    String document = documents.write(target.wish().orElseThrow());
    if (document.length() > LONGEST_URI) {
      throw AloftException.of(
              ErrorCode.INVALID_REQUEST,
              "the address of the staging store is too long to be kept with a version: " + document)
          .build();
    }
    write(
        "CreateModelPackage",
        action.id(),
        requests.version(target, document),
        request -> clients.control().createModelPackage(request.build()));
  }

  private <B extends AwsRequest.Builder> void write(
      String operation, String resource, B request, Function<B, ?> sending) {
    Object unused = sender.write(operation, resource, request, sending);
  }

  private void delete(String kind, String id) {
    if (kind.equals(VersionParts.VERSION)) {
      write(
          "DeleteModelPackage",
          id,
          DeleteModelPackageRequest.builder().modelPackageName(id),
          request -> clients.control().deleteModelPackage(request.build()));
      return;
    }
    try {
      write(
          "DeleteModelPackageGroup",
          id,
          DeleteModelPackageGroupRequest.builder().modelPackageGroupName(id),
          request -> clients.control().deleteModelPackageGroup(request.build()));
    } catch (AloftException e) {
      if (e.code() != ErrorCode.CONFLICT) {
        throw e;
      }
      throw AloftException.of(
              ErrorCode.BUSY, "somebody has registered a version of \"" + id + "\" just now")
          .cause(e)
          .build();
    }
  }

  @Override
  public Page<Part> owned(String logId, @Nullable String cursor) {
    return look.owned(logId, cursor);
  }

  /** A group belongs to no single version. */
  @Override
  public String nameOf(Part part) {
    return part.kind().equals(VersionParts.GROUP)
        ? ""
        : EndpointParts.fact(part, EndpointParts.NAME);
  }

  @Override
  public void delete(Part part) {
    delete(part.kind(), part.id());
  }

  @Override
  public Optional<RegisteredVersion> find(String name, @Nullable String versionOrAlias) {
    List<ModelPackageSummary> all = look.all(name);
    if (versionOrAlias == null) {
      return newest(all);
    }
    if (versionOrAlias.matches(ANY_NUMBER)) {
      return newest(all.stream().filter(one -> number(one).equals(versionOrAlias)).toList());
    }
    return named(described(all), versionOrAlias).flatMap(this::registered);
  }

  private Optional<RegisteredVersion> newest(List<ModelPackageSummary> newestFirst) {
    for (ModelPackageSummary version : newestFirst) {
      Optional<RegisteredVersion> found = look.describe(version).flatMap(this::registered);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private List<DescribeModelPackageResponse> described(List<ModelPackageSummary> versions) {
    return versions.stream().flatMap(version -> look.describe(version).stream()).toList();
  }

  /** The version that an alias names: the newest of a stage, else where its number is highest. */
  private static Optional<DescribeModelPackageResponse> named(
      List<DescribeModelPackageResponse> newestFirst, String alias) {
    Optional<String> status = Approvals.status(alias);
    if (status.isPresent()) {
      return newestFirst.stream()
          .filter(version -> status.get().equals(version.modelApprovalStatusAsString()))
          .findFirst();
    }
    return newestFirst.stream()
        .filter(version -> aliasNumber(version, alias) > 0)
        .max(
            java.util.Comparator.comparing(
                (DescribeModelPackageResponse version) -> aliasNumber(version, alias)));
  }

  private static long aliasNumber(DescribeModelPackageResponse version, String alias) {
    return Aliases.number(version.customerMetadataProperties(), alias);
  }

  private static String number(ModelPackageSummary version) {
    return String.valueOf(version.modelPackageVersion());
  }

  /** A version that Aloft has registered; others are left to those who made them. */
  private Optional<RegisteredVersion> registered(DescribeModelPackageResponse version) {
    Map<String, String> metadata = version.customerMetadataProperties();
    String document = metadata.get(RegistryRequests.DOCUMENT);
    String hash = metadata.get(RegistryRequests.MODEL_HASH);
    if (document == null
        || hash == null
        || "Deleting".equals(version.modelPackageStatusAsString())) {
      return Optional.empty();
    }
    Set<String> aliases = new TreeSet<>(Aliases.of(metadata));
    Approvals.stage(String.valueOf(version.modelApprovalStatusAsString())).ifPresent(aliases::add);
    VersionDocuments.Document found = documents.read(document);
    return Optional.of(
        new RegisteredVersion(
            version.modelPackageGroupName(),
            String.valueOf(version.modelPackageVersion()),
            found.modelUri(),
            hash,
            found.manifest(),
            aliases,
            version.creationTime()));
  }

  @Override
  public Page<String> names(@Nullable String cursor) {
    Page<ModelPackageGroupSummary> page = look.groups(cursor);
    return new Page<>(
        page.items().stream().map(ModelPackageGroupSummary::modelPackageGroupName).toList(),
        page.cursor());
  }

  @Override
  public Page<RegisteredVersion> versions(String name, @Nullable String cursor) {
    Page<ModelPackageSummary> page = look.versions(name, cursor);
    List<RegisteredVersion> found = new ArrayList<>();
    for (DescribeModelPackageResponse version : described(page.items())) {
      registered(version).ifPresent(found::add);
    }
    return new Page<>(found, page.cursor());
  }

  @Override
  public void alias(String name, String alias, String version) {
    List<DescribeModelPackageResponse> all = described(look.all(name));
    DescribeModelPackageResponse wanted =
        all.stream()
            .filter(one -> version.equals(String.valueOf(one.modelPackageVersion())))
            .findFirst()
            .orElseThrow(() -> missing(name, version));
    Optional<String> status = Approvals.status(alias);
    if (status.isPresent()) {
      update(wanted, request -> request.modelApprovalStatus(status.get()));
      return;
    }
    long highest = all.stream().mapToLong(one -> aliasNumber(one, alias)).max().orElse(0);
    update(
        wanted,
        request -> request.customerMetadataProperties(RegistryRequests.alias(alias, highest + 1)));
    for (DescribeModelPackageResponse other : all) {
      if (!other.equals(wanted) && aliasNumber(other, alias) > 0) {
        removeAlias(other, alias);
      }
    }
  }

  @Override
  public void unalias(String name, String alias) {
    Optional<String> status = Approvals.status(alias);
    for (DescribeModelPackageResponse version : described(look.all(name))) {
      if (status.isPresent() && status.get().equals(version.modelApprovalStatusAsString())) {
        update(version, request -> request.modelApprovalStatus(Approvals.FIRST));
      } else if (aliasNumber(version, alias) > 0) {
        removeAlias(version, alias);
      }
    }
  }

  private void removeAlias(DescribeModelPackageResponse version, String alias) {
    update(
        version,
        request -> request.customerMetadataPropertiesToRemove(RegistryRequests.aliasKeys(alias)));
  }

  /** Writes that say the same when they are sent again. */
  private void update(
      DescribeModelPackageResponse version,
      Function<UpdateModelPackageRequest.Builder, UpdateModelPackageRequest.Builder> change) {
    String arn = version.modelPackageArn();
    Object unused =
        sender.send(
            context.call("UpdateModelPackage", arn).repeatable(),
            change.apply(UpdateModelPackageRequest.builder().modelPackageArn(arn)),
            request -> clients.control().updateModelPackage(request.build()));
  }

  private static AloftException missing(String name, String version) {
    return AloftException.of(
            ErrorCode.NOT_FOUND, "there is no version " + version + " of \"" + name + "\"")
        .resource(name + "/" + version)
        .build();
  }
}
