package dev.aloft.fake.gcp;

import com.google.cloud.aiplatform.v1.AcceleratorType;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is known of machine types by their names. Stateless. */
final class MachineTypes {
  private static final Pattern TYPE =
      Pattern.compile(
          "(?:n1|n2|n2d|e2|c2|c2d|c3|c4|m1|m3|g2|n4)-(?:standard|highmem|highcpu|ultramem|megamem)"
              + "-(\\d+)(?:-lssd)?");
  private static final Pattern ACCELERATED =
      Pattern.compile(
          "(?:a2-(?:high|ultra|mega)gpu|a3-(?:high|mega|ultra|edge)gpu|a4-highgpu)-(\\d+)g");
  private static final Pattern TPU = Pattern.compile("cloud-tpu|ct\\w+-\\w+-\\d+t");
  private static final int CPUS_PER_GPU = 12;

  /** Families whose machines hold one kind of accelerator only. */
  private static final Map<String, String> HELD =
      Map.of("g2", "NVIDIA_L4", "a2", "NVIDIA_.*A100.*", "a3", "NVIDIA_H.*", "a4", "NVIDIA_B200");

  private MachineTypes() {}

  static boolean isKnown(String type) {
    return TYPE.matcher(type).matches()
        || ACCELERATED.matcher(type).matches()
        || TPU.matcher(type).matches();
  }

  /** Whether machines of a type can have an accelerator. */
  static boolean takes(String type, AcceleratorType accelerator) {
    if (accelerator == AcceleratorType.UNRECOGNIZED) {
      return true;
    }
    String name = accelerator.name();
    if (name.startsWith("TPU_")) {
      return TPU.matcher(type).matches();
    }
    String held = HELD.get(type.split("-", 2)[0]);
    return held == null ? type.startsWith("n1-") && name.contains("TESLA") : name.matches(held);
  }

  /** How many virtual CPUs a machine has, as far as its name tells. */
  static long cpus(String type) {
    Matcher plain = TYPE.matcher(type);
    if (plain.matches()) {
      return Long.parseLong(plain.group(1));
    }
    Matcher accelerated = ACCELERATED.matcher(type);
    return accelerated.matches() ? Long.parseLong(accelerated.group(1)) * CPUS_PER_GPU : 0;
  }
}
