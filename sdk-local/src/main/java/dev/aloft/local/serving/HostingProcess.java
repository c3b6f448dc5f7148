package dev.aloft.local.serving;

import java.time.Instant;
import java.util.Optional;

/**
 * The process that holds an endpoint, and how to speak to it.
 *
 * @param mode {@code embedded} in a program, or {@code process} for a server of its own
 * @param pid its number in the system
 * @param startedAt when it started, in milliseconds of the epoch, since numbers are used again
 * @param host the address that it listens on
 * @param port the port
 * @param token what its administration wants to be shown
 */
record HostingProcess(String mode, long pid, long startedAt, String host, int port, String token) {
  static final String EMBEDDED = "embedded";
  static final String PROCESS = "process";

  /** How far the system's answers may be apart when its clock is set. */
  private static final long CLOCK_STEP_MILLIS = 10_000;

  /** This process. */
  static HostingProcess current(String mode, String host, int port, String token) {
    ProcessHandle self = ProcessHandle.current();
    return new HostingProcess(mode, self.pid(), startOf(self), host, port, token);
  }

  /** Whether it still runs. */
  boolean isAlive() {
    Optional<ProcessHandle> found = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    return found.isPresent() && Math.abs(startOf(found.get()) - startedAt) <= CLOCK_STEP_MILLIS;
  }

  /** Whether its endpoints outlive the program that made them. */
  boolean isServer() {
    return mode.equals(PROCESS);
  }

  /** Who it is, and whether its endpoints outlive it, for a person. */
  String words() {
    return isServer()
        ? "server process " + pid + ", which stays"
        : "program " + pid + ", with which it ends";
  }

  /** The address for clients on this machine. */
  String url() {
    String reachable = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
    return "http://" + (reachable.contains(":") ? "[" + reachable + "]" : reachable) + ":" + port;
  }

  private static long startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  /** Without the token. */
  @Override
  public String toString() {
    return mode + " process " + pid + " at " + url();
  }
}
