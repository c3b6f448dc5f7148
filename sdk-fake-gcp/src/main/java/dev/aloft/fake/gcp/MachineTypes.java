package dev.aloft.fake.gcp;

import com.google.cloud.aiplatform.v1.AcceleratorType;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is known of machine types by their names. Stateless. */
final class MachineTypes {
  private static final Pattern PLAIN =
      Pattern.compile(
          "(?:n1|n2|n2d|e2|c2|c2d|c3|c4|m1|m3|n4)-(?:standard|highmem|highcpu|ultramem|megamem)"
              + "-(\\d+)(?:-lssd)?");
  private static final Pattern TPU = Pattern.compile("cloud-tpu|ct\\w+-\\w+-\\d+t");

  /** The accelerators that can be attached to machines of N1, and how many. */
  private static final Map<AcceleratorType, Set<Integer>> ATTACHED =
      Map.of(
          AcceleratorType.NVIDIA_TESLA_T4, Set.of(1, 2, 4),
          AcceleratorType.NVIDIA_TESLA_P4, Set.of(1, 2, 4),
          AcceleratorType.NVIDIA_TESLA_P100, Set.of(1, 2, 4),
          AcceleratorType.NVIDIA_TESLA_V100, Set.of(1, 2, 4, 8));

  /** Machines that hold accelerators of one kind. */
  private static final Map<String, Held> HELD =
      Map.ofEntries(
          Map.entry("a2-highgpu-1g", new Held(AcceleratorType.NVIDIA_TESLA_A100, 1, 12)),
          Map.entry("a2-highgpu-2g", new Held(AcceleratorType.NVIDIA_TESLA_A100, 2, 24)),
          Map.entry("a2-highgpu-4g", new Held(AcceleratorType.NVIDIA_TESLA_A100, 4, 48)),
          Map.entry("a2-highgpu-8g", new Held(AcceleratorType.NVIDIA_TESLA_A100, 8, 96)),
          Map.entry("a2-megagpu-16g", new Held(AcceleratorType.NVIDIA_TESLA_A100, 16, 96)),
          Map.entry("a2-ultragpu-1g", new Held(AcceleratorType.NVIDIA_A100_80GB, 1, 12)),
          Map.entry("a2-ultragpu-2g", new Held(AcceleratorType.NVIDIA_A100_80GB, 2, 24)),
          Map.entry("a2-ultragpu-4g", new Held(AcceleratorType.NVIDIA_A100_80GB, 4, 48)),
          Map.entry("a2-ultragpu-8g", new Held(AcceleratorType.NVIDIA_A100_80GB, 8, 96)),
          Map.entry("a3-highgpu-1g", new Held(AcceleratorType.NVIDIA_H100_80GB, 1, 26)),
          Map.entry("a3-highgpu-2g", new Held(AcceleratorType.NVIDIA_H100_80GB, 2, 52)),
          Map.entry("a3-highgpu-4g", new Held(AcceleratorType.NVIDIA_H100_80GB, 4, 104)),
          Map.entry("a3-highgpu-8g", new Held(AcceleratorType.NVIDIA_H100_80GB, 8, 208)),
          Map.entry("a3-edgegpu-8g", new Held(AcceleratorType.NVIDIA_H100_80GB, 8, 208)),
          Map.entry("a3-megagpu-8g", new Held(AcceleratorType.NVIDIA_H100_MEGA_80GB, 8, 208)),
          Map.entry("a3-ultragpu-8g", new Held(AcceleratorType.NVIDIA_H200_141GB, 8, 224)),
          Map.entry("a4-highgpu-8g", new Held(AcceleratorType.NVIDIA_B200, 8, 224)),
          Map.entry("a4x-highgpu-4g", new Held(AcceleratorType.NVIDIA_GB200, 4, 140)),
          Map.entry("g2-standard-4", new Held(AcceleratorType.NVIDIA_L4, 1, 4)),
          Map.entry("g2-standard-8", new Held(AcceleratorType.NVIDIA_L4, 1, 8)),
          Map.entry("g2-standard-12", new Held(AcceleratorType.NVIDIA_L4, 1, 12)),
          Map.entry("g2-standard-16", new Held(AcceleratorType.NVIDIA_L4, 1, 16)),
          Map.entry("g2-standard-24", new Held(AcceleratorType.NVIDIA_L4, 2, 24)),
          Map.entry("g2-standard-32", new Held(AcceleratorType.NVIDIA_L4, 1, 32)),
          Map.entry("g2-standard-48", new Held(AcceleratorType.NVIDIA_L4, 4, 48)),
          Map.entry("g2-standard-96", new Held(AcceleratorType.NVIDIA_L4, 8, 96)),
          Map.entry("g4-standard-48", new Held(AcceleratorType.NVIDIA_RTX_PRO_6000, 1, 48)),
          Map.entry("g4-standard-96", new Held(AcceleratorType.NVIDIA_RTX_PRO_6000, 2, 96)),
          Map.entry("g4-standard-192", new Held(AcceleratorType.NVIDIA_RTX_PRO_6000, 4, 192)),
          Map.entry("g4-standard-384", new Held(AcceleratorType.NVIDIA_RTX_PRO_6000, 8, 384)));

  private record Held(AcceleratorType type, int count, long cpus) {}

  private MachineTypes() {}

  static boolean isKnown(String type) {
    return HELD.containsKey(type) || PLAIN.matcher(type).matches() || TPU.matcher(type).matches();
  }

  /** Whether machines of a type always have accelerators, which are to be said all the same. */
  static boolean isAccelerated(String type) {
    return HELD.containsKey(type);
  }

  /** Whether machines of a type can have an accelerator. */
  static boolean takes(String type, AcceleratorType accelerator) {
    if (accelerator == AcceleratorType.UNRECOGNIZED) {
      return true;
    }
    if (accelerator.name().startsWith("TPU_")) {
      return TPU.matcher(type).matches();
    }
    Held held = HELD.get(type);
    return held == null
        ? type.startsWith("n1-") && ATTACHED.containsKey(accelerator)
        : held.type() == accelerator;
  }

  /** Whether they can have so many of one that they take. */
  static boolean takes(String type, AcceleratorType accelerator, int count) {
    Held held = HELD.get(type);
    if (held != null) {
      return held.count() == count;
    }
    Set<Integer> counts = ATTACHED.get(accelerator);
    return counts == null || counts.contains(count);
  }

  /** How many virtual CPUs a machine has, as far as its name tells. */
  static long cpus(String type) {
    Held held = HELD.get(type);
    if (held != null) {
      return held.cpus();
    }
    Matcher plain = PLAIN.matcher(type);
    return plain.matches() ? Long.parseLong(plain.group(1)) : 0;
  }
}
