package dev.aloft.gcp;

import com.google.auth.ServiceAccountSigner;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
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
    HttpUrl address =
        HttpUrl.get(bucket.clients().address("storage.googleapis.com"))
            .newBuilder()
            .addPathSegment(bucket.name())
            .addPathSegments(key)
            .addQueryParameter("X-Goog-Algorithm", ALGORITHM)
            .addEncodedQueryParameter(
                "X-Goog-Credential", encode(signer.getAccount() + "/" + scope))
            .addQueryParameter("X-Goog-Date", stamp)
            .addQueryParameter("X-Goog-Expires", Long.toString(until.toSeconds()))
            .addQueryParameter("X-Goog-SignedHeaders", "host")
            .build();
    String host =
        address.port() == HttpUrl.defaultPort(address.scheme())
            ? address.host()
            : address.host() + ":" + address.port();
    String request =
        String.join(
            "\n",
            method,
            address.encodedPath(),
            String.valueOf(address.encodedQuery()),
            "host:" + host,
            "",
            "host",
            "UNSIGNED-PAYLOAD");
    String text = String.join("\n", ALGORITHM, stamp, scope, sha256(request));
    String signature = HexFormat.of().formatHex(signer.sign(text.getBytes(StandardCharsets.UTF_8)));
    return address.newBuilder().addQueryParameter("X-Goog-Signature", signature).build().uri();
  }

  private static String encode(String text) {
    return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8);
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
