package dev.aloft.local.serving;

import org.jspecify.annotations.Nullable;

/** What this server says of itself. */
final class About {
  /** Aloft's version; {@code development} where the classes do not come from its jar. */
  static final String VERSION = version(About.class.getPackage().getImplementationVersion());

  private About() {}

  private static String version(@Nullable String inTheJar) {
    return inTheJar == null ? "development" : inTheJar;
  }
}
