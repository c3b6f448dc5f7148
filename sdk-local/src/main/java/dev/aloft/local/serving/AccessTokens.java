package dev.aloft.local.serving;

import dev.aloft.local.http.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Who may call and who may change. The administration's token is made anew for every process; it
 * opens everything. Tokens are compared in constant time. Immutable; never prints them.
 */
final class AccessTokens {
  private static final int BYTES = 32;
  private static final String BEARER = "Bearer ";

  private final String admin;
  private final @Nullable String caller;

  private AccessTokens(String admin, @Nullable String caller) {
    this.admin = admin;
    this.caller = caller;
  }

  /**
   * Tokens for one process.
   *
   * @param caller what callers must show; null when everybody may call
   */
  static AccessTokens of(@Nullable String caller) {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return new AccessTokens(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes), caller);
  }

  String admin() {
    return admin;
  }

  /** Whether a request may ask for predictions. */
  boolean mayCall(Request request) {
    return caller == null || shows(request, caller) || mayChange(request);
  }

  /** Whether a request may change endpoints. */
  boolean mayChange(Request request) {
    return shows(request, admin);
  }

  private static boolean shows(Request request, String token) {
    String header = request.header("authorization");
    return header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        && MessageDigest.isEqual(
            header.substring(BEARER.length()).trim().getBytes(StandardCharsets.UTF_8),
            token.getBytes(StandardCharsets.UTF_8));
  }
}
