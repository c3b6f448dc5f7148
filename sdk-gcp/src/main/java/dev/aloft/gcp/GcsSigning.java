package dev.aloft.gcp;

import static java.util.stream.Collectors.joining;

import com.google.auth.ServiceAccountSigner;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import okhttp3.HttpUrl;

/**
 * Addresses of objects that work without credentials for a while, signed by the key of a service
 * account (version 4 of the signature). Calls nothing where the key lies here. Thread-safe.
 */
final class GcsSigning {
  private static final Duration LONGEST = Duration.ofDays(7);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final String ALGORITHM = "GOOG4-RSA-SHA256";
  private static final int DAY = 8;

  private final GcsBucket bucket;

  GcsSigning(GcsBucket bucket) {
    this.bucket = bucket;
  }

  URI sign(ServiceAccountSigner signer, String key, String method, Duration validity) {
    Duration until = validity.compareTo(LONGEST) > 0 ? LONGEST : validity;
    Instant now = bucket.context().timing().now();
    String stamp = STAMP.format(now);
    String scope = stamp.substring(0, DAY) + "/auto/storage/goog4_request";
    HttpUrl at = HttpUrl.get(bucket.clients().address("storage.googleapis.com"));
    boolean usual = at.port() == HttpUrl.defaultPort(at.scheme());
    String host = usual ? at.host() : at.host() + ":" + at.port();
    String path = at.encodedPath().replaceAll("/+$", "") + "/" + bucket.name() + "/" + path(key);
    String query =
        String.join(
            "&",
            "X-Goog-Algorithm=" + ALGORITHM,
            "X-Goog-Credential=" + encode(signer.getAccount() + "/" + scope),
            "X-Goog-Date=" + stamp,
            "X-Goog-Expires=" + until.toSeconds(),
            "X-Goog-SignedHeaders=host");
    String request =
        String.join("\n", method, path, query, "host:" + host, "", "host", "UNSIGNED-PAYLOAD");
    String text = String.join("\n", ALGORITHM, stamp, scope, sha256(request));
    String signature = HexFormat.of().formatHex(signer.sign(text.getBytes(StandardCharsets.UTF_8)));
    return URI.create(
        at.scheme() + "://" + host + path + "?" + query + "&X-Goog-Signature=" + signature);
  }

  /** A key as the signature wants it: everything but its slashes is encoded. */
  static String path(String key) {
    return Arrays.stream(key.split("/", -1)).map(GcsSigning::encode).collect(joining("/"));
  }

  /** As RFC 3986 has it: letters, digits and {@code -._~} stay. */
  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
