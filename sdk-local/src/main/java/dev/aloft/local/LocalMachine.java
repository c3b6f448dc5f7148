package dev.aloft.local;

import dev.aloft.Machine;
import dev.aloft.driver.MachineType;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.util.ArrayList;
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

  /** What a job asks that this machine does not have, beside what it has; empty when it has all. */
  public static String shortage(Machine asked) {
    List<String> missing = new ArrayList<>();
    if (asked.cpus() > cpus()) {
      missing.add(number(asked.cpus()) + " CPUs were asked for, it has " + cpus());
    }
    if (asked.memoryGib() > memoryGib()) {
      missing.add(
          number(asked.memoryGib()) + " GiB of memory were asked for, it has " + memoryGib());
    }
    return String.join("; ", missing);
  }

  private static String number(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
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
