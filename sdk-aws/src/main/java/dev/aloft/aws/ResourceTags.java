package dev.aloft.aws;

import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.ListTagsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListTagsResponse;
import software.amazon.awssdk.services.sagemaker.model.Tag;

/**
 * Tags of resources. Nobody but Aloft writes those that tell whose a resource is, and it never
 * changes them, so they are asked once for each resource that ever existed. Thread-safe.
 */
final class ResourceTags {
  /** By then the tags that something was made with are told. */
  static final Duration LAG = Duration.ofMinutes(1);

  /** What has no owner by then has none; the service itself refuses clocks that are so wrong. */
  private static final Duration SURE = Duration.ofHours(1);

  private static final int MOST = 20_000;

  private final Timing timing;
  private final ObjectStore staging;
  private final AwsSender sender;
  private final AwsClients clients;
  private final Map<Key, Map<String, String>> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Map<String, String>> eldest) {
          return size() > MOST;
        }
      };

  /** A name may be used again by another resource, later. */
  private record Key(String arn, Instant createdAt) {}

  ResourceTags(Timing timing, ObjectStore staging, AwsSender sender, AwsClients clients) {
    this.timing = timing;
    this.staging = staging;
    this.sender = sender;
    this.clients = clients;
  }

  /** All tags of a resource that has an owner; none of what is foreign, or not told of yet. */
  Map<String, String> of(String arn, Instant createdAt) {
    Key key = new Key(arn, createdAt);
    synchronized (known) {
      Map<String, String> there = known.get(key);
      if (there != null) {
        return there;
      }
    }
    Map<String, String> tags = read(arn);
    boolean owned = tags.containsKey(EndpointParts.OWNER);
    Map<String, String> kept = owned ? Map.copyOf(tags) : Map.of();
    if (owned || isOld(createdAt)) {
      synchronized (known) {
        known.put(key, kept);
      }
    }
    return kept;
  }

  /** By this machine's clock and by the store's, since either may be wrong. */
  private boolean isOld(Instant createdAt) {
    Instant sure = createdAt.plus(SURE);
    return sure.isBefore(timing.now()) && sure.isBefore(staging.time());
  }

  /** All tags; something new that has none of an owner may only not be told of yet. */
  Map<String, String> facts(String arn, Instant createdAt) {
    Map<String, String> facts = new LinkedHashMap<>(of(arn, createdAt));
    if (isRecent(createdAt, timing.now()) && !facts.containsKey(EndpointParts.OWNER)) {
      facts.put(EndpointParts.UNTOLD, "tags");
    }
    return facts;
  }

  /**
   * A date far ahead of this machine's clock says nothing of an age, and is waited for by nobody.
   */
  static boolean isRecent(Instant createdAt, Instant now) {
    return Duration.between(createdAt, now).abs().compareTo(LAG) < 0;
  }

  /** All tags of a resource as they are now, the labels of others among them. */
  Map<String, String> read(String arn) {
    SageMakerClient client = clients.polling();
    Map<String, String> tags = new LinkedHashMap<>();
    UnaryOperator<@Nullable String> next =
        token -> {
          ListTagsResponse page =
              sender.read(
                  "ListTags",
                  arn.substring(arn.lastIndexOf(':') + 1),
                  ListTagsRequest.builder().resourceArn(arn).nextToken(token),
                  request -> client.listTags(request.build()));
          for (Tag tag : page.tags()) {
            tags.put(tag.key(), tag.value());
          }
          return page.nextToken();
        };
    String token = next.apply(null);
    while (token != null) {
      token = next.apply(token);
    }
    return tags;
  }
}
