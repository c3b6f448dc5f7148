package dev.aloft.local.serving;

import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says which setting is wrong when a server cannot listen where it was told to. Stateless. */
final class ListenFailure {
  private ListenFailure() {}

  /** INVALID_REQUEST, naming {@code host} or {@code port}. Nothing was done. */
  static AloftException of(ServingOptions options, IOException cause) {
    return of(problem(options, cause)).toBuilder().cause(cause).build();
  }

  /** The same, for a fault that another process found. */
  static AloftException of(Problem problem) {
    return AloftException.of(ErrorCode.INVALID_REQUEST, "cannot listen: " + problem)
        .effect(Effect.NONE)
        .problems(List.of(problem))
        .build();
  }

  private static Problem problem(ServingOptions options, IOException cause) {
    InetSocketAddress address = options.address();
    if (!isHere(address.getAddress())) {
      return new Problem(
          "host",
          options.host(),
          "an address of this machine, such as 127.0.0.1; "
              + (address.isUnresolved() ? "no machine is known by this name" : "this is none"));
    }
    String port = Integer.toString(options.port());
    Throwable system = cause.getCause() == null ? cause : cause.getCause();
    return String.valueOf(system.getMessage()).contains("in use")
        ? new Problem("port", port, "a free port, or 0 for any; another program listens there")
        : new Problem("port", port, "another port, or 0 for any; the system says: " + system);
  }

  private static boolean isHere(@Nullable InetAddress address) {
    try {
      return address != null
          && (address.isAnyLocalAddress()
              || address.isLoopbackAddress()
              || NetworkInterface.getByInetAddress(address) != null);
    } catch (SocketException e) {
      return true;
    }
  }
}
