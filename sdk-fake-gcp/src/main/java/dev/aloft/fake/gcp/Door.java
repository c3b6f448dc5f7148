package dev.aloft.fake.gcp;

import java.net.URI;

/** By which host a prediction comes. */
enum Door {
  /** The host of the location, which refuses what is for endpoints with a host of their own. */
  SHARED,
  /** The host of an endpoint of its own. */
  DEDICATED,
  /** One that stands for all hosts, as a client has it that is told one address for all. */
  ANY;

  /** The door of gRPC: the port of the location is the shared host. */
  static Door ofGrpc(Cloud cloud, String authority) {
    return isDedicated(cloud, authority) ? DEDICATED : SHARED;
  }

  /** The door of HTTP, which is any host's unless the client names Google's. */
  static Door ofHttp(Cloud cloud, String host) {
    if (isDedicated(cloud, host)) {
      return DEDICATED;
    }
    return host(host).endsWith(".googleapis.com") ? SHARED : ANY;
  }

  private static boolean isDedicated(Cloud cloud, String authority) {
    return authority.endsWith(":" + cloud.dedicatedPort())
        || host(authority).endsWith(".prediction.vertexai.goog");
  }

  private static String host(String authority) {
    try {
      String host = URI.create("https://" + authority).getHost();
      return host == null ? "" : host;
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
