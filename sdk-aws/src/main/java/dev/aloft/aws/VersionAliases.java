package dev.aloft.aws;

import dev.aloft.driver.DriverContext;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.NextStep;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelPackageResponse;
import software.amazon.awssdk.services.sagemaker.model.UpdateModelPackageRequest;

/**
 * The names that point at versions: aliases in their metadata, and the stages of approval. A move
 * is one write for each version that it touches, in an order in which the name points at the old
 * version or the new one after each of them; the same move again finishes one that stopped. The
 * service compares nothing before it writes: where two move a name at once, it ends at one of their
 * versions. Only versions that Aloft registered have names. Thread-safe.
 */
final class VersionAliases {
  private final DriverContext context;
  private final AwsClients clients;
  private final AwsSender sender;
  private final RegistryLook look;

  VersionAliases(DriverContext context, AwsClients clients, RegistryLook look) {
    this.context = context;
    this.clients = clients;
    this.sender = new AwsSender(context, clients.config());
    this.look = look;
  }

  /** The version that a name points at: the newest of a stage, the highest number of an alias. */
  Optional<DescribeModelPackageResponse> find(String name, String alias) {
    return Approvals.status(alias).isPresent()
        ? holders(name, alias).findFirst()
        : holders(name, alias).max(Comparator.comparingLong(one -> number(one, alias)));
  }

  /** Points a name at a version, and away from the others where it points at one only. */
  void point(String name, String alias, String version) {
    DescribeModelPackageResponse wanted =
        look.all(name).stream()
            .filter(one -> version.equals(String.valueOf(one.modelPackageVersion())))
            .flatMap(one -> look.registered(one).stream())
            .findFirst()
            .orElseThrow(() -> missing(name, version));
    List<DescribeModelPackageResponse> holders = pointedAtLast(name, alias);
    Optional<String> status = Approvals.status(alias);
    if (!status.equals(Optional.of(wanted.modelApprovalStatusAsString()))) {
      give(wanted, alias, holders);
    }
    if (Approvals.isForOneVersion(alias)) {
      holders.removeIf(one -> one.modelPackageArn().equals(wanted.modelPackageArn()));
      holders.forEach(one -> take(one, alias));
      // whoever moved it to one of these meanwhile has taken it from this version
      if (!holders.isEmpty() && find(name, alias).isEmpty()) {
        give(wanted, alias, holders);
      }
    }
  }

  private void give(
      DescribeModelPackageResponse version,
      String alias,
      List<DescribeModelPackageResponse> holders) {
    long highest = holders.stream().mapToLong(one -> number(one, alias)).max().orElse(0);
    Optional<String> status = Approvals.status(alias);
    update(
        version,
        request ->
            status.isPresent()
                ? request.modelApprovalStatus(status.get())
                : request.customerMetadataProperties(RegistryRequests.alias(alias, highest + 1)));
  }

  /**
   * Takes a name away from every version.
   *
   * @throws AloftException INVALID_REQUEST for the stage that a version has when it has no other
   */
  void remove(String name, String alias) {
    if (Approvals.status(alias).filter(Approvals.FIRST::equals).isPresent()) {
      throw AloftException.of(
              ErrorCode.INVALID_REQUEST,
              "alias \"" + alias + "\": a version is pending until it is approved or rejected")
          .effect(Effect.NONE)
          .resource(name)
          .nextStep(
              NextStep.java(
                  "approve or reject a version",
                  "aloft.models().alias(\"" + name + "\", \"approved\", \"1\")"))
          .build();
    }
    pointedAtLast(name, alias).forEach(one -> take(one, alias));
  }

  /** The versions that have a name, the one that it points at last. */
  private List<DescribeModelPackageResponse> pointedAtLast(String name, String alias) {
    List<DescribeModelPackageResponse> holders = new ArrayList<>(holders(name, alias).toList());
    Collections.reverse(holders);
    holders.sort(Comparator.comparingLong(one -> number(one, alias)));
    return holders;
  }

  /** The same, newest first. */
  private Stream<DescribeModelPackageResponse> holders(String name, String alias) {
    Optional<String> status = Approvals.status(alias);
    return look.all(name).stream()
        .filter(one -> status.isEmpty() || status.get().equals(one.modelApprovalStatusAsString()))
        .flatMap(one -> look.registered(one).stream())
        .filter(one -> status.isPresent() || number(one, alias) > 0);
  }

  private static long number(DescribeModelPackageResponse version, String alias) {
    return Aliases.number(version.customerMetadataProperties(), alias);
  }

  private void take(DescribeModelPackageResponse version, String alias) {
    if (Approvals.status(alias).isPresent()) {
      approve(version, Approvals.FIRST);
    } else {
      update(
          version,
          request -> request.customerMetadataPropertiesToRemove(RegistryRequests.aliasKeys(alias)));
    }
  }

  private void approve(DescribeModelPackageResponse version, String status) {
    if (!status.equals(version.modelApprovalStatusAsString())) {
      update(version, request -> request.modelApprovalStatus(status));
    }
  }

  /** A write that says the same when it is sent again. */
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
