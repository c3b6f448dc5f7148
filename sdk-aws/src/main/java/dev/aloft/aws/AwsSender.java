package dev.aloft.aws;

import dev.aloft.driver.DriverContext;
import dev.aloft.layer.Call;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Sends the vendor's requests: through core's layers, changed by the user's hooks, within their
 * time, with what fails in Aloft's words. Thread-safe.
 */
final class AwsSender {
  private final DriverContext context;
  private final AwsConfig config;
  private final @Nullable String bucket;

  AwsSender(DriverContext context, AwsConfig config) {
    this(context, config, null);
  }

  private AwsSender(DriverContext context, AwsConfig config, @Nullable String bucket) {
    this.context = context;
    this.config = config;
    this.bucket = bucket;
  }

  /** The same, whose reads keep to a rate. */
  AwsSender paced(String rate) {
    return new AwsSender(context, config, rate);
  }

  /** Sends what only reads. */
  <B extends AwsRequest.Builder, T> T read(
      String operation, String resource, B request, Function<B, T> sender) {
    Call.Builder call = context.call(operation, resource).repeatable();
    return send(bucket == null ? call : call.bucket(bucket), request, sender);
  }

  /** Sends what writes, once. */
  <B extends AwsRequest.Builder, T> T write(
      String operation, String resource, B request, Function<B, T> sender) {
    return send(context.call(operation, resource), request, sender);
  }

  /** Sends a request as its call says. */
  <B extends AwsRequest.Builder, T> T send(Call.Builder call, B request, Function<B, T> sender) {
    B customised = context.customise(request);
    Call built = call.request(customised).build();
    limit(customised, built);
    return context.send(built, () -> attempt(built, customised, sender));
  }

  private static void limit(AwsRequest.Builder request, Call call) {
    @Nullable AwsRequestOverrideConfiguration own = request.overrideConfiguration();
    if (own == null) {
      request.overrideConfiguration(limits -> limits.apiCallTimeout(call.timeout()));
    } else if (own.apiCallTimeout().isEmpty()) {
      request.overrideConfiguration(own.toBuilder().apiCallTimeout(call.timeout()).build());
    }
  }

  private <B, T> T attempt(Call call, B request, Function<B, T> sender) {
    try {
      return sender.apply(request);
    } catch (SdkException e) {
      throw AwsErrors.translate(e, call.operation(), call.resource(), config.region());
    }
  }
}
