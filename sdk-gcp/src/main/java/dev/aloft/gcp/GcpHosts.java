package dev.aloft.gcp;

/** Where Vertex AI answers. The vendor's client asks the global host unless it is told. Pure. */
final class GcpHosts {
  private static final String DOMAIN = "googleapis.com";

  private GcpHosts() {}

  /** The host of a location: a region, a multi-region, or {@code global}. */
  static String vertex(String location) {
    return switch (location) {
      case "global" -> "aiplatform." + DOMAIN;
      case "us", "eu" -> "aiplatform." + location + ".rep." + DOMAIN;
      default -> location + "-aiplatform." + DOMAIN;
    };
  }
}
