package dev.aloft.aws;

import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.RegionMetadata;

/** What differs between AWS's partitions. */
final class Partitions {
  private Partitions() {}

  /** The ending of host names in a region, as the vendor's own metadata know it. */
  static String suffix(String region) {
    RegionMetadata known = RegionMetadata.of(Region.of(region));
    return known == null
        ? software.amazon.awssdk.regions.PartitionMetadata.of(Region.of(region)).dnsSuffix()
        : known.partition().dnsSuffix();
  }

  /** The partition's name in ARNs. */
  static String name(String region) {
    return software.amazon.awssdk.regions.PartitionMetadata.of(Region.of(region)).id();
  }
}
