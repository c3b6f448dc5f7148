package dev.aloft.local.http;

import java.time.Duration;

/**
 * How much one client may take of a server.
 *
 * @param maxBody the largest request body in bytes, after it was unpacked
 * @param maxHeader the largest request line, and the largest header section, in bytes
 * @param maxConnections how many connections may be open at once
 * @param requestTime how long a request may take to arrive, from its first byte to its last
 * @param idleTime how long a connection may stay open without a byte in either direction
 * @param drainTime how long a closing server waits for requests that are under way
 */
public record Limits(
    int maxBody,
    int maxHeader,
    int maxConnections,
    Duration requestTime,
    Duration idleTime,
    Duration drainTime) {

  /**
   * 6 MiB of body, which is also SageMaker's limit, so that what works here works there; 16 KiB of
   * headers; 1,000 connections; 30 s for a request to arrive; 75 s idle; 10 s to drain.
   */
  public static final Limits DEFAULTS =
      new Limits(
          6 * 1024 * 1024,
          16 * 1024,
          1_000,
          Duration.ofSeconds(30),
          Duration.ofSeconds(75),
          Duration.ofSeconds(10));

  /** The same with another largest body. */
  public Limits withMaxBody(int bytes) {
    return new Limits(bytes, maxHeader, maxConnections, requestTime, idleTime, drainTime);
  }
}
