package dev.aloft.fake.aws;

import dev.aloft.fake.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, as the request's signature says.
 *
 * @param accessKey the access key; {@code anonymous} when the request is not signed
 * @param region the region that was signed for; the cloud's own when it is not signed
 * @param service the service that was signed for; empty when it is not signed
 */
record Caller(String accessKey, String region, String service) {
  private static final Pattern HEADER = Pattern.compile("Credential=([^,\\s]+)");
  // an access key may hold slashes itself
  private static final Pattern SCOPE = Pattern.compile("(.+)/[^/]*/([^/]*)/([^/]*)/[^/]*");
  private static final Pattern QUERY = Pattern.compile("(?:^|&)X-Amz-Credential=([^&]+)");

  /** Reads the credential scope of the header, or of a presigned address. */
  static Caller of(Request request, String ownRegion) {
    String scope = scope(request);
    Matcher parts = SCOPE.matcher(scope == null ? "" : scope);
    return parts.matches()
        ? new Caller(parts.group(1), parts.group(2), parts.group(3))
        : new Caller("anonymous", ownRegion, "");
  }

  private static @Nullable String scope(Request request) {
    String header = request.header("authorization");
    Matcher signed = HEADER.matcher(header == null ? "" : header);
    if (signed.find()) {
      return signed.group(1);
    }
    Matcher presigned = QUERY.matcher(request.query());
    return presigned.find() ? URLDecoder.decode(presigned.group(1), StandardCharsets.UTF_8) : null;
  }
}
