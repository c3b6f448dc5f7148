package dev.aloft.gcp;

import com.google.cloud.aiplatform.v1.AcceleratorType;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/** The vendor's names of accelerators. Pure. */
final class Accelerators {
  private static final Map<String, AcceleratorType> SHORT =
      Map.ofEntries(
          Map.entry("T4", AcceleratorType.NVIDIA_TESLA_T4),
          Map.entry("P4", AcceleratorType.NVIDIA_TESLA_P4),
          Map.entry("P100", AcceleratorType.NVIDIA_TESLA_P100),
          Map.entry("V100", AcceleratorType.NVIDIA_TESLA_V100),
          Map.entry("L4", AcceleratorType.NVIDIA_L4),
          Map.entry("A100", AcceleratorType.NVIDIA_TESLA_A100),
          Map.entry("A100-40GB", AcceleratorType.NVIDIA_TESLA_A100),
          Map.entry("A100-80GB", AcceleratorType.NVIDIA_A100_80GB),
          Map.entry("H100", AcceleratorType.NVIDIA_H100_80GB),
          Map.entry("H100-MEGA", AcceleratorType.NVIDIA_H100_MEGA_80GB),
          Map.entry("H200", AcceleratorType.NVIDIA_H200_141GB),
          Map.entry("B200", AcceleratorType.NVIDIA_B200),
          Map.entry("GB200", AcceleratorType.NVIDIA_GB200));

  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,4}");
  private static final Set<AcceleratorType> NONE =
      Set.of(AcceleratorType.ACCELERATOR_TYPE_UNSPECIFIED, AcceleratorType.UNRECOGNIZED);

  private Accelerators() {}

  /**
   * The vendor's number for a short name, for its own name, or for a number: accelerators that are
   * newer than the vendor's client have no name here.
   */
  static OptionalInt number(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    if (NUMBER.matcher(upper).matches()) {
      return OptionalInt.of(Integer.parseInt(upper));
    }
    AcceleratorType known = SHORT.get(upper);
    return known == null
        ? Arrays.stream(AcceleratorType.values())
            .filter(type -> type.name().equals(upper) && !NONE.contains(type))
            .mapToInt(AcceleratorType::getNumber)
            .findFirst()
        : OptionalInt.of(known.getNumber());
  }

  /** Whether a number is one of a TPU. */
  static boolean isTpu(int number) {
    AcceleratorType known = AcceleratorType.forNumber(number);
    return known != null && known.name().startsWith("TPU_");
  }
}
