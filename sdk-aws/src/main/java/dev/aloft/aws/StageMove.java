package dev.aloft.aws;

import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelPackageResponse;

/**
 * Moves a stage that one version has. The service compares nothing before it writes, so a mover
 * looks after its write what others did meanwhile: of versions that were given the stage at once
 * the newest keeps it, by the same rule for every mover; where two have taken it from each other,
 * both begin again, and now no version counts as one that had it before. Used once.
 */
final class StageMove {
  private static final int MOST_ROUNDS = 5;

  private final VersionAliases versions;
  private final String name;
  private final String stage;
  private final Set<String> before = new HashSet<>();

  StageMove(VersionAliases versions, String name, String stage) {
    this.versions = versions;
    this.name = name;
    this.stage = stage;
  }

  /**
   * Gives the stage to a version and takes it from the others.
   *
   * @throws AloftException BUSY when others are always faster
   */
  void to(DescribeModelPackageResponse wanted) {
    List<DescribeModelPackageResponse> holders = holders();
    holders.forEach(one -> before.add(one.modelPackageArn()));
    for (int round = 1; round <= MOST_ROUNDS; round++) {
      if (!has(holders, wanted)) {
        versions.setStatus(wanted, Approvals.status(stage).orElseThrow());
        holders = holders();
      }
      List<DescribeModelPackageResponse> others = new ArrayList<>(holders);
      others.removeIf(one -> isSame(one, wanted));
      boolean alone = has(holders, wanted) && others.isEmpty();
      boolean overtaken = !has(holders, wanted) && others.stream().anyMatch(this::isNew);
      if (alone || overtaken) {
        return;
      }
      settle(wanted, others);
      holders = holders();
      if (!holders.isEmpty()) {
        return;
      }
      before.clear();
    }
    throw AloftException.of(
            ErrorCode.BUSY, "others move \"" + stage + "\" of \"" + name + "\" as well")
        .effect(Effect.UNKNOWN)
        .resource(name)
        .build();
  }

  private void settle(
      DescribeModelPackageResponse wanted, List<DescribeModelPackageResponse> others) {
    boolean loses =
        others.stream()
            .anyMatch(
                one -> isNew(one) && one.modelPackageVersion() > wanted.modelPackageVersion());
    for (DescribeModelPackageResponse loser : loses ? List.of(wanted) : others) {
      versions.setStatus(loser, Approvals.FIRST);
    }
  }

  private List<DescribeModelPackageResponse> holders() {
    return versions.pointedAtLast(name, stage);
  }

  private boolean isNew(DescribeModelPackageResponse version) {
    return !before.contains(version.modelPackageArn());
  }

  private static boolean has(
      List<DescribeModelPackageResponse> holders, DescribeModelPackageResponse version) {
    return holders.stream().anyMatch(one -> isSame(one, version));
  }

  private static boolean isSame(
      DescribeModelPackageResponse one, DescribeModelPackageResponse other) {
    return one.modelPackageArn().equals(other.modelPackageArn());
  }
}
