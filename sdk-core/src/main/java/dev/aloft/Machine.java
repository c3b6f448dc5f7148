package dev.aloft;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A machine as it is asked for. The provider's catalogue turns it into the cheapest known type that
 * fits, and the run or endpoint says which and why; an explicit type is taken as given. Immutable.
 */
public final class Machine {
  private final @Nullable String type;
  private final double cpus;
  private final double memoryGib;
  private final @Nullable String gpu;
  private final int gpuCount;

  private Machine(
      @Nullable String type, double cpus, double memoryGib, @Nullable String gpu, int gpuCount) {
    this.type = type;
    this.cpus = cpus;
    this.memoryGib = memoryGib;
    this.gpu = gpu;
    this.gpuCount = gpuCount;
  }

  /**
   * At least so many virtual CPUs. A provider with a choice takes a machine that has them; the
   * provider of one machine, {@code local}, takes that one, and a run's log and {@code
   * run.machine()} say what it lacks.
   */
  public static Machine cpus(double atLeast) {
    return new Machine(null, atLeast, 0, null, 0);
  }

  /** Exactly this type of the provider, such as {@code ml.g5.xlarge}. */
  public static Machine type(String name) {
    return new Machine(name, 0, 0, null, 0);
  }

  /** At least so much memory, in GiB; as with {@link #cpus}, the one machine may have less. */
  public Machine memoryGib(double atLeast) {
    return new Machine(type, cpus, atLeast, gpu, gpuCount);
  }

  /** So many accelerators of this kind, such as {@code L4}. */
  public Machine gpu(String kind, int count) {
    return new Machine(type, cpus, memoryGib, kind, count);
  }

  /** The type, when one was named. */
  public Optional<String> type() {
    return Optional.ofNullable(type);
  }

  /** Virtual CPUs; 0 when nothing was asked. */
  public double cpus() {
    return cpus;
  }

  /** Memory in GiB; 0 when nothing was asked. */
  public double memoryGib() {
    return memoryGib;
  }

  /** The kind of accelerator. */
  public Optional<String> gpu() {
    return Optional.ofNullable(gpu);
  }

  /** How many accelerators. */
  public int gpuCount() {
    return gpuCount;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Machine machine
        && Objects.equals(type, machine.type)
        && Double.compare(cpus, machine.cpus) == 0
        && Double.compare(memoryGib, machine.memoryGib) == 0
        && Objects.equals(gpu, machine.gpu)
        && gpuCount == machine.gpuCount;
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, cpus, memoryGib, gpu, gpuCount);
  }

  @Override
  public String toString() {
    if (type != null) {
      return type;
    }
    StringBuilder text = new StringBuilder();
    text.append(cpus == 0 ? "any" : number(cpus)).append(" CPUs");
    if (memoryGib > 0) {
      text.append(", ").append(number(memoryGib)).append(" GiB");
    }
    if (gpu != null) {
      text.append(", ").append(gpuCount).append(" × ").append(gpu);
    }
    return text.toString();
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
