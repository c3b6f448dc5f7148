package dev.aloft.fake.aws;

import java.time.Instant;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A group of model packages, and its versions. Guarded by the clock's monitor. */
final class PackageGroup implements Resource {
  private final String name;
  private final String arn;
  private final Instant created;
  private final ObjectNode described;
  private final Shelf<ModelPackage> versions = new Shelf<>();
  private int given;

  PackageGroup(String name, String arn, Instant created, ObjectNode described) {
    this.name = name;
    this.arn = arn;
    this.created = created;
    this.described = described;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Instant created() {
    return created;
  }

  String arn() {
    return arn;
  }

  /** What DescribeModelPackageGroup answers. */
  ObjectNode described() {
    return described;
  }

  Shelf<ModelPackage> versions() {
    return versions;
  }

  /** The next version's number; none is given twice. */
  int nextVersion() {
    return ++given;
  }

  ObjectNode summary() {
    ObjectNode summary = described.deepCopy();
    summary.remove("CreatedBy");
    return summary;
  }

  /** An answer that is about a group. */
  static ObjectNode answer(String arn) {
    return JsonNodeFactory.instance.objectNode().put("ModelPackageGroupArn", arn);
  }
}
