package dev.aloft.http;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** Says who is asking. Asked anew for each try, since tokens run out. Thread-safe. */
@FunctionalInterface
public interface Authentication {

  /** Nobody in particular. */
  Authentication NONE = address -> Map.of();

  /**
   * The headers that go with a request, by their names. May call out for a token.
   *
   * @throws IOException when there are no credentials, or they cannot be renewed
   */
  Map<String, String> headers(URI address) throws IOException;
}
