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

/**
 * Registered models as model package groups and their versions. A group is called as the model and
 * may be shared by several owners. Thread-safe.
 */
final class SageMakerRegistry implements RegistryDriver {
  private static final Duration LAG = Duration.ofSeconds(5);
  private static final int LONGEST_URI = 256;
  private static final String ANY_NUMBER = "[1-9][0-9]{0,8}";

  private final AwsClients clients;
  private final AwsSender sender;
  private final RegistryLook look;
  private final RegistryLook everywhere;
  private final RegistryRequests requests;
  private final VersionDocuments documents;
  private final VersionAliases aliases;

  SageMakerRegistry(DriverContext context, AwsClients clients, ObjectStore staging) {
    this.clients = clients;
    this.sender = new AwsSender(context, clients.config());
    this.look = new RegistryLook(context.timing(), staging, sender, clients);
    this.everywhere =
        new RegistryLook(context.timing(), staging, sender.paced(AwsRates.ACCOUNT), clients);
    this.requests = new RegistryRequests(new ServingImages(clients.config()));
    this.documents = new VersionDocuments(context, staging);
    this.aliases = new VersionAliases(context, clients, look);
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
    write(
        "DeleteModelPackageGroup",
        id,
        DeleteModelPackageGroupRequest.builder().modelPackageGroupName(id),
        request -> clients.control().deleteModelPackageGroup(request.build()));
  }

  @Override
  public Page<Part> owned(String logId, @Nullable String cursor) {
    return everywhere.owned(logId, cursor);
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
    if (versionOrAlias != null && !versionOrAlias.matches(ANY_NUMBER)) {
      return aliases.find(name, versionOrAlias).map(this::version);
    }
    return look.all(name).stream()
        .filter(one -> versionOrAlias == null || number(one).equals(versionOrAlias))
        .flatMap(one -> look.registered(one).stream())
        .findFirst()
        .map(this::version);
  }

  private static String number(ModelPackageSummary version) {
    return String.valueOf(version.modelPackageVersion());
  }

  private RegisteredVersion version(DescribeModelPackageResponse version) {
    Map<String, String> metadata = version.customerMetadataProperties();
    Set<String> names = new TreeSet<>(Aliases.of(metadata));
    Approvals.stage(String.valueOf(version.modelApprovalStatusAsString())).ifPresent(names::add);
    VersionDocuments.Document found =
        documents.read(metadata.getOrDefault(RegistryRequests.DOCUMENT, ""));
    return new RegisteredVersion(
        version.modelPackageGroupName(),
        String.valueOf(version.modelPackageVersion()),
        found.modelUri(),
        metadata.getOrDefault(RegistryRequests.MODEL_HASH, ""),
        found.manifest(),
        names,
        version.creationTime());
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
    return new Page<>(
        page.items().stream()
            .flatMap(version -> look.registered(version).stream())
            .map(this::version)
            .toList(),
        page.cursor());
  }

  @Override
  public void alias(String name, String alias, String version) {
    aliases.point(name, alias, version);
  }

  @Override
  public void unalias(String name, String alias) {
    aliases.remove(name, alias);
  }
}
