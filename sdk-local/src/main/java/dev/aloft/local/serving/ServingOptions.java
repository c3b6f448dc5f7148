package dev.aloft.local.serving;

import dev.aloft.driver.Setting;
import dev.aloft.driver.Settings;
import dev.aloft.error.Problems;
import dev.aloft.local.http.Limits;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the settings want endpoints to be held.
 *
 * @param mode {@code embedded} or {@code process}
 * @param host the address to listen on
 * @param port the port, 0 for a free one
 * @param token what callers must show; null for nothing
 * @param maxBody the largest request body in bytes
 */
record ServingOptions(String mode, String host, int port, @Nullable String token, int maxBody) {
  private static final int LARGEST_PORT = 65_535;

  static final List<Setting> SETTINGS =
      List.of(
          Setting.of(
              "serving",
              "where endpoints live: embedded in the program that deploys them, with which they"
                  + " end, or in a server process of their own, which stays",
              HostingProcess.EMBEDDED),
          Setting.of("host", "the address that endpoints listen on", "127.0.0.1"),
          Setting.of("port", "the port that endpoints listen on; 0 for a free one", "0"),
          Setting.of(
                  "token",
                  "what callers of endpoints must show as a bearer token; needed unless the host is"
                      + " a loopback address")
              .asSecret(),
          Setting.of(
              "max-body",
              "the largest request to an endpoint in bytes",
              Integer.toString(Limits.DEFAULTS.maxBody())));

  /**
   * Reads the settings.
   *
   * @throws dev.aloft.error.AloftException INVALID_REQUEST with everything that is wrong
   */
  static ServingOptions of(Settings settings) {
    ServingOptions options =
        new ServingOptions(
            settings.get("serving").orElse(HostingProcess.EMBEDDED),
            settings.get("host").orElse("127.0.0.1"),
            settings.number("port").map(Math::toIntExact).orElse(0),
            settings.get("token").filter(text -> !text.isBlank()).orElse(null),
            settings.number("max-body").map(Math::toIntExact).orElse(Limits.DEFAULTS.maxBody()));
    Problems problems = new Problems();
    options.check(problems);
    problems.throwIfAny("the configuration of serving");
    return options;
  }

  private void check(Problems problems) {
    problems.require(
        mode.equals(HostingProcess.EMBEDDED) || mode.equals(HostingProcess.PROCESS),
        "serving",
        mode,
        "embedded or process");
    problems.require(
        port >= 0 && port <= LARGEST_PORT, "port", port, "0 for a free port, or one up to 65535");
    problems.require(maxBody > 0, "max-body", maxBody, "a number of bytes");
    problems.require(!host.isBlank(), "host", host, "an address of this machine");
    problems.require(
        token != null || isLoopback(),
        "token",
        "",
        "a secret of your own, since " + host + " can be reached from other machines");
  }

  /** By the text alone: opening a client must not ask a name server. */
  private boolean isLoopback() {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
  }

  InetSocketAddress address() {
    return new InetSocketAddress(host, port);
  }

  Limits limits() {
    return Limits.DEFAULTS.withMaxBody(maxBody);
  }

  /** Without the token. */
  @Override
  public String toString() {
    return mode + " at " + host + ":" + port;
  }
}
