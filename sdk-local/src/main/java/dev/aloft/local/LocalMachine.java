package dev.aloft.local;

import dev.aloft.driver.MachineType;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;

/** This machine, the only one there is. Stateless. */
public final class LocalMachine {
  /** Its name. */
  public static final String NAME = "local";

  private static final double GIB = 1 << 30;

  private LocalMachine() {}

  /** The row of the catalogue. */
  public static MachineType type() {
    return new MachineType(
        NAME, cpus(), memoryGib(), null, 0, Set.of("training", "serving"), List.of(), 0.0);
  }

  /** The name, and why it is taken. */
  public static String words() {
    return NAME + ": this machine, " + cpus() + " CPUs";
  }

  /** How many processors it has. */
  public static int cpus() {
    return Runtime.getRuntime().availableProcessors();
  }

  private static double memoryGib() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? Math.round(system.getTotalMemorySize() / GIB * 10) / 10.0
        : 0;
  }
}
