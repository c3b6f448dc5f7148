package dev.aloft.fake.aws;

import java.time.Instant;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A version of a group of model packages, or a package of its own. Guarded by the monitor. */
final class ModelPackage implements Resource {
  private final String name;
  private final int version;
  private final String arn;
  private final Instant created;
  private final ObjectNode described;

  /**
   * A package.
   *
   * @param name the group's name, or its own
   * @param version its number in the group; 0 for a package of its own
   * @param described what DescribeModelPackage answers
   */
  ModelPackage(String name, int version, String arn, Instant created, ObjectNode described) {
    this.name = name;
    this.version = version;
    this.arn = arn;
    this.created = created;
    this.described = described;
  }

  @Override
  public String name() {
    return version == 0 ? name : String.format("%s/%09d", name, version);
  }

  @Override
  public Instant created() {
    return created;
  }

  String arn() {
    return arn;
  }

  /** What DescribeModelPackage answers; changed by updates. */
  ObjectNode described() {
    return described;
  }

  ObjectNode summary() {
    ObjectNode summary = JsonNodeFactory.instance.objectNode();
    for (String member :
        new String[] {
          "ModelPackageGroupName",
          "ModelPackageVersion",
          "ModelPackageArn",
          "ModelPackageDescription",
          "CreationTime",
          "ModelPackageStatus",
          "ModelApprovalStatus",
          "ModelLifeCycle",
          "ModelPackageRegistrationType"
        }) {
      if (described.has(member)) {
        summary.set(member, described.get(member));
      }
    }
    if (version == 0) {
      summary.put("ModelPackageName", name);
    }
    return summary;
  }
}
