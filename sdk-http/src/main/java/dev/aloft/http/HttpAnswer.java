package dev.aloft.http;

import dev.aloft.cloud.ServerClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import okhttp3.Headers;

/**
 * What a service answered, read to its end. The bytes are not copied; nobody may change them.
 *
 * @param status the HTTP status
 * @param headers the headers
 * @param body the bytes
 */
@SuppressWarnings("ArrayRecordComponent") // bodies are large, and nobody compares answers
public record HttpAnswer(int status, Headers headers, byte[] body) {
  private static final int FIRST_SUCCESS = 200;
  private static final int LAST_SUCCESS = 299;

  /** Whether it is what was asked for. */
  public boolean isSuccess() {
    return status >= FIRST_SUCCESS && status <= LAST_SUCCESS;
  }

  /** A header. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** The body as text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** When it was answered, by the service's own clock, in whole seconds. */
  public Optional<Instant> date() {
    return ServerClock.dateOf(headers.get("Date"));
  }

  /** How long the service asks to wait. */
  public Optional<Duration> retryAfter() {
    return header("Retry-After")
        .filter(text -> text.matches("[0-9]{1,6}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }
}
