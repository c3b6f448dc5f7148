package dev.aloft.fake.work;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** An image that serves. */
@FunctionalInterface
public interface ServingContainer {

  /** Starts; may take its time, and fails when the container would end or never answer a ping. */
  Server start(ServingWork work) throws Exception;

  /** A container that answers. Thread-safe. */
  interface Server extends AutoCloseable {

    /**
     * Answers a request to {@code /invocations}.
     *
     * @return status, content type and body as the container gives them, errors too
     */
    Reply invoke(Invocation invocation) throws Exception;

    /** Completes when it has ended, by itself or not; never where it cannot end by itself. */
    default CompletableFuture<?> ended() {
      return new CompletableFuture<>();
    }

    /** Ends it. */
    @Override
    void close();
  }

  /**
   * A request.
   *
   * @param contentType its type; empty when it has none
   * @param accept what is wanted; empty for anything
   * @param headers further headers, by lower-case name
   * @param body the bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Invocation(String contentType, String accept, Map<String, String> headers, byte[] body) {}

  /**
   * An answer.
   *
   * @param status the status
   * @param contentType its type
   * @param headers further headers
   * @param body the bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Reply(int status, String contentType, Map<String, String> headers, byte[] body) {}
}
