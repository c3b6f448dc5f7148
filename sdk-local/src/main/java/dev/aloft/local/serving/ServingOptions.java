package dev.aloft.local.serving;

import dev.aloft.driver.Setting;
import dev.aloft.driver.Settings;
import dev.aloft.error.Problems;
import dev.aloft.local.http.Limits;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    Problems problems = new Problems();
    ServingOptions options = read(settings, problems);
    problems.throwIfAny("the configuration of serving");
    return options;
  }

  /** Notes what cannot be right. */
  static void check(Settings settings, Problems problems) {
    read(settings, problems);
  }

  private static ServingOptions read(Settings settings, Problems problems) {
    String mode = settings.get("serving").orElse(HostingProcess.EMBEDDED);
    problems.require(
        mode.equals(HostingProcess.EMBEDDED) || mode.equals(HostingProcess.PROCESS),
        "serving",
        mode,
        "embedded or process");
    ServingOptions options =
        new ServingOptions(
            mode,
            settings.get("host").orElse("127.0.0.1"),
            port(settings, problems),
            settings.get("token").filter(text -> !text.isBlank()).orElse(null),
            maxBody(settings, problems));
    options.check(problems);
    return options;
  }

  private static int port(Settings settings, Problems problems) {
    long port = settings.number("port", problems).orElse(0L);
    boolean fits = port >= 0 && port <= LARGEST_PORT;
    problems.require(fits, "port", port, "0 for a free port, or one up to " + LARGEST_PORT);
    return fits ? (int) port : 0;
  }

  private static int maxBody(Settings settings, Problems problems) {
    long usual = Limits.DEFAULTS.maxBody();
    long bytes = settings.number("max-body", problems).orElse(usual);
    boolean fits = bytes > 0 && bytes <= Integer.MAX_VALUE;
    problems.require(fits, "max-body", bytes, "a number of bytes, up to " + Integer.MAX_VALUE);
    return (int) (fits ? bytes : usual);
  }

  /**
   * What a server with these options has, by setting, for {@link #requireSame}.
   *
   * @param actualPort where it listens
   */
  Map<String, String> shown(int actualPort) {
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put("host", sameHost(host));
    shown.put("port", Integer.toString(actualPort));
    shown.put("token", hash(token));
    shown.put("max-body", Integer.toString(maxBody));
    return shown;
  }

  /**
   * Refuses a server that runs already when these settings say something else than it has. What
   * they do not say is left to it.
   *
   * @param running what the server shows; nothing where that is not known
   * @throws dev.aloft.error.AloftException INVALID_REQUEST naming each setting that differs
   */
  static void requireSame(Settings settings, Map<String, String> running) {
    Map<String, String> wanted =
        of(settings).shown(settings.number("port").map(Math::toIntExact).orElse(0));
    Problems problems = new Problems();
    running.forEach(
        (name, has) -> {
          String wants = wanted.getOrDefault(name, has);
          boolean isSaid = settings.get(name).filter(text -> !text.isBlank()).isPresent();
          boolean isFree = name.equals("port") && wants.equals("0");
          boolean isSecret = name.equals("token");
          problems.require(
              !isSaid || isFree || wants.equals(has),
              name,
              isSecret ? "" : wants,
              (isSecret ? "the token" : has + ", as the one")
                  + " that the running server of this home has, since all endpoints of a home"
                  + " share one; or undeploy them first, or use another home");
        });
    problems.throwIfAny("the configuration of serving");
  }

  private static String sameHost(String host) {
    return host.equals("localhost") ? "127.0.0.1" : host;
  }

  private static String hash(@Nullable String token) {
    try {
      return token == null
          ? ""
          : HexFormat.of()
              .formatHex(
                  MessageDigest.getInstance("SHA-256")
                      .digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private void check(Problems problems) {
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
