package dev.aloft.driver;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A row of a machine catalogue. Data with a date.
 *
 * @param name the provider's name, such as {@code ml.m5.large}
 * @param cpus virtual CPUs
 * @param memoryGib memory in GiB
 * @param gpu the kind of accelerator, null for none
 * @param gpuCount how many accelerators
 * @param uses {@code training}, {@code serving}
 * @param regions where it is offered; empty for everywhere
 * @param usdPerHour the list price, null when it is not known
 */
public record MachineType(
    String name,
    double cpus,
    double memoryGib,
    @Nullable String gpu,
    int gpuCount,
    Set<String> uses,
    List<String> regions,
    @Nullable Double usdPerHour) {

  /** Copies the collections. */
  public MachineType {
    uses = Set.copyOf(uses);
    regions = List.copyOf(regions);
  }
}
