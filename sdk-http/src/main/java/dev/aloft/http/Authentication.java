package dev.aloft.http;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Says who is asking. Asked anew for each try, since tokens run out. Thread-safe. */
@FunctionalInterface
public interface Authentication {

  /** Nobody in particular. */
  Authentication NONE = (address, executor) -> CompletableFuture.completedFuture(Map.of());

  /**
   * The headers that go with a request, by their names. Never waits itself: a token that must be
   * fetched is fetched on the executor, so that whoever sends keeps to the time of the call and can
   * be interrupted.
   *
   * @return fails with an {@link java.io.IOException} when there are no credentials, or they cannot
   *     be renewed
   */
  CompletableFuture<Map<String, String>> headers(URI address, Executor executor);
}
