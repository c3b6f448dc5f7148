package dev.aloft.aws;

import java.net.URL;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Addresses of objects that work without credentials for a while. Calls nothing. Thread-safe. */
final class S3Presigning {
  private static final Duration LONGEST = Duration.ofDays(7);

  private final S3Bucket bucket;

  S3Presigning(S3Bucket bucket) {
    this.bucket = bucket;
  }

  /** The address for a method; empty for one that cannot be signed. */
  Optional<URL> presign(String key, String method, Duration validity) {
    Duration until = validity.compareTo(LONGEST) > 0 ? LONGEST : validity;
    S3Presigner signer = bucket.clients().presigner();
    return switch (method) {
      case "GET" ->
          Optional.of(
              signer
                  .presignGetObject(
                      sign ->
                          sign.signatureDuration(until)
                              .getObjectRequest(get -> get.bucket(bucket.name()).key(key)))
                  .url());
      case "PUT" ->
          Optional.of(
              signer
                  .presignPutObject(
                      sign ->
                          sign.signatureDuration(until)
                              .putObjectRequest(put -> put.bucket(bucket.name()).key(key)))
                  .url());
      case "DELETE" ->
          Optional.of(
              signer
                  .presignDeleteObject(
                      sign ->
                          sign.signatureDuration(until)
                              .deleteObjectRequest(one -> one.bucket(bucket.name()).key(key)))
                  .url());
      default -> Optional.empty();
    };
  }
}
