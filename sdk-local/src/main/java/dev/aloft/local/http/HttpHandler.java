package dev.aloft.local.http;

/** Answers requests. Called by many threads at once. */
@FunctionalInterface
public interface HttpHandler {

  /** A body from which reading it alone takes longer than handing it to another thread. */
  int LONG_BODY = 64 * 1024;

  /** Answers a request. What it throws becomes status 500. */
  Response handle(Request request);

  /**
   * Whether answering may take milliseconds: then it happens on a pool, and other connections do
   * not wait for it. Default: bodies of more than 64 KiB.
   */
  default boolean isLong(Request request) {
    return request.body().length > LONG_BODY;
  }
}
