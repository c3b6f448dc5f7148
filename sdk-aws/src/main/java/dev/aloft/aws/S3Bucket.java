package dev.aloft.aws;

import dev.aloft.driver.DriverContext;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.layer.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Sends requests about one bucket. Thread-safe. */
final class S3Bucket {
  private static final long SLOW_BYTES_PER_SECOND = 256 << 10;

  private final String name;
  private final @Nullable String owner;
  private final DriverContext context;
  private final AwsClients clients;
  private final AwsSender sender;

  /**
   * Opens nothing.
   *
   * @param owner the account that must own it, as a defence against somebody who takes the name of
   *     a bucket that was deleted; null for any
   */
  S3Bucket(String name, @Nullable String owner, DriverContext context, AwsClients clients) {
    this.name = name;
    this.owner = owner;
    this.context = context;
    this.clients = clients;
    this.sender = new AwsSender(context, clients.config());
  }

  String name() {
    return name;
  }

  @Nullable String owner() {
    return owner;
  }

  S3Client client() {
    return clients.s3();
  }

  AwsClients clients() {
    return clients;
  }

  DriverContext context() {
    return context;
  }

  String uri(String key) {
    return new S3Uri(name, key).toString();
  }

  /** What is known of an object; empty when there is none. */
  Optional<HeadObjectResponse> head(String key) {
    HeadObjectRequest.Builder request =
        HeadObjectRequest.builder().bucket(name).key(key).expectedBucketOwner(owner);
    try {
      return Optional.of(
          read("HeadObject", key, request, head -> client().headObject(head.build())));
    } catch (AloftException e) {
      if (e.code() == ErrorCode.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  <B extends AwsRequest.Builder, T> T read(
      String operation, String key, B request, Function<B, T> sending) {
    return send(call(operation, key).repeatable(), request, sending);
  }

  <B extends AwsRequest.Builder, T> T send(Call.Builder call, B request, Function<B, T> sending) {
    try {
      return sender.send(call, request, sending);
    } catch (AloftException e) {
      throw e.code() == ErrorCode.PERMISSION_DENIED && owner != null ? notOwned(e, owner) : e;
    }
  }

  /** S3 says no more than "Access Denied", or nothing at all, when another account owns it. */
  private AloftException notOwned(AloftException error, String account) {
    return error.toBuilder()
        .summary(
            "S3 refuses the bucket "
                + name
                + " as one of account "
                + account
                + ": another account owns it, which the setting account or the one role must name,"
                + " or the credentials may not use it ("
                + error.summary()
                + ")")
        .build();
  }

  Call.Builder call(String operation, String key) {
    return context.call(operation, uri(key)).bucket(AwsRates.STORE);
  }

  /** A call that moves bytes; slow lines get the time that they need. */
  Call.Builder call(String operation, String key, long bytes) {
    Duration moving = Duration.ofSeconds(bytes / SLOW_BYTES_PER_SECOND);
    return call(operation, key).timeout(context.requestTimeout().plus(moving));
  }

  /** The store's own time, where an answer of late has told it. */
  Optional<Instant> time() {
    return clients.s3Clock().now();
  }

  /** When the store answered, by its own clock. */
  Instant dateOf(SdkResponse response) {
    return S3Clock.dateOf(response.sdkHttpResponse()).orElseGet(context.timing()::now);
  }
}
