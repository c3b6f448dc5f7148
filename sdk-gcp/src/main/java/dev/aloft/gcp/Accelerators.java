package dev.aloft.gcp;

import com.google.cloud.aiplatform.v1.AcceleratorType;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

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

  private Accelerators() {}

  /** The vendor's type for a short name, or for its own. */
  static Optional<AcceleratorType> of(String name) {
    AcceleratorType known = SHORT.get(name.toUpperCase(Locale.ROOT));
    if (known != null) {
      return Optional.of(known);
    }
    try {
      return Optional.of(AcceleratorType.valueOf(name.toUpperCase(Locale.ROOT)))
          .filter(type -> type != AcceleratorType.ACCELERATOR_TYPE_UNSPECIFIED);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
