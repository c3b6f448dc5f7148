package dev.aloft.internal.checks;

import dev.aloft.Machine;
import dev.aloft.error.Problems;

/** A machine as it is asked for. */
final class MachineChecks {
  private MachineChecks() {}

  static void check(Machine machine, Problems problems) {
    machine
        .type()
        .ifPresent(
            type ->
                problems.require(!type.isBlank(), "machine.type", type, "a type of the provider"));
    problems.require(
        isAmount(machine.cpus()) && (machine.cpus() > 0 || machine.type().isPresent()),
        "machine.cpus",
        machine.cpus(),
        "more than 0");
    problems.require(
        isAmount(machine.memoryGib()),
        "machine.memoryGib",
        machine.memoryGib(),
        "0 for any, or more");
    machine.gpu().ifPresent(gpu -> accelerator(gpu, machine.gpuCount(), problems));
  }

  private static void accelerator(String gpu, int count, Problems problems) {
    problems.require(!gpu.isBlank(), "machine.gpu", gpu, "a kind of accelerator, such as L4");
    problems.require(count > 0, "machine.gpu", count, "at least 1");
  }

  private static boolean isAmount(double value) {
    return Double.isFinite(value) && value >= 0;
  }
}
