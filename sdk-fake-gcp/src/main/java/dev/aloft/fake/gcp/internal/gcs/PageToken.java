package dev.aloft.fake.gcp.internal.gcs;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Tokens of pages: the last name of the page before, which clients cannot see into. */
final class PageToken {
  private PageToken() {}

  static String write(String last) {
    return Base64.getUrlEncoder().encodeToString(last.getBytes(StandardCharsets.UTF_8));
  }

  /** What a token says; empty for the first page. */
  static String read(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw GcsFailure.invalid("Invalid page token: " + token);
    }
  }
}
