package dev.aloft.local.serving;

import dev.aloft.local.LocalProcess;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The process that holds an endpoint, and how to speak to it.
 *
 * @param mode {@code embedded} in a program, or {@code process} for a server of its own
 * @param process which one it is
 * @param host the address that it listens on
 * @param port the port
 * @param token what its administration wants to be shown
 */
record HostingProcess(String mode, LocalProcess process, String host, int port, String token) {
  static final String EMBEDDED = "embedded";
  static final String PROCESS = "process";

  /** This process. */
  static HostingProcess current(String mode, String host, int port, String token) {
    return new HostingProcess(mode, LocalProcess.current(), host, port, token);
  }

  /** Its number in the system. */
  long pid() {
    return process.pid();
  }

  /** Whether it still runs, where this one can reach it. */
  boolean isAlive() {
    return process.isAliveHere();
  }

  /** Whether its endpoints outlive the program that made them. */
  boolean isServer() {
    return mode.equals(PROCESS);
  }

  /**
   * Whether it has ended for sure, and what it held with it.
   *
   * @param there a file that it wrote
   */
  boolean tookItsEndpointsAlong(Path there) {
    try {
      return !isServer() && process.fate(there) == LocalProcess.Fate.ENDED;
    } catch (IOException e) {
      return false; // then nobody can tell
    }
  }

  /** Who it is, and whether its endpoints outlive it, for a person. */
  String words() {
    return isServer()
        ? "server process " + pid() + ", which stays"
        : "program " + pid() + ", with which it ends";
  }

  /** The address for clients on this machine. */
  String url() {
    String reachable = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
    return "http://" + (reachable.contains(":") ? "[" + reachable + "]" : reachable) + ":" + port;
  }

  /** Without the token. */
  @Override
  public String toString() {
    return mode + " process " + pid() + " at " + url();
  }
}
