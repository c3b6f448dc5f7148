package dev.aloft.aws;

import java.util.regex.Pattern;

/**
 * The family of a machine type, such as {@code m5} of {@code ml.m5.large}; empty for no type.
 *
 * @param name the family
 */
record MachineFamily(String name) {
  private static final Pattern GRAVITON = Pattern.compile("[a-fh-z][a-z]*[0-9]+g[a-z]*");
  private static final Pattern OWN_DISK =
      Pattern.compile("[a-z]+[0-9]+[a-z]*d[a-z]*|g[5-9][a-z]*|p[5-9].*|(dl|trn)[0-9].*");
  private static final Pattern GPU = Pattern.compile("[gp][0-9].*");
  private static final Pattern NEURON = Pattern.compile("(inf|trn)[0-9].*");

  static MachineFamily of(String type) {
    String[] parts = type.split("\\.", -1);
    return new MachineFamily(parts.length < 2 ? "" : parts[1]);
  }

  /** Whether its CPUs are ARM's. */
  boolean isGraviton() {
    return GRAVITON.matcher(name).matches();
  }

  /**
   * Whether it has disks of its own, which it encrypts itself, so that no key is taken for them.
   */
  boolean hasOwnDisk() {
    return OWN_DISK.matcher(name).matches();
  }

  /** The word in the tags of images. */
  String processor() {
    if (NEURON.matcher(name).matches()) {
      return "neuron";
    }
    return GPU.matcher(name).matches() ? "gpu" : "cpu";
  }
}
