package dev.aloft.fake.aws;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A configuration that endpoints take.
 *
 * @param arn its ARN
 * @param created when it was made
 * @param variants its production variants
 * @param described what DescribeEndpointConfig answers
 */
record EndpointConfig(
    String name, String arn, Instant created, List<Variant> variants, ObjectNode described)
    implements Resource {

  /** Copies the list. */
  EndpointConfig {
    variants = List.copyOf(variants);
  }

  /** Whether its endpoints answer asynchronous requests only. */
  boolean isAsynchronous() {
    return described.has("AsyncInferenceConfig");
  }

  ObjectNode summary() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("EndpointConfigName", name)
        .put("EndpointConfigArn", arn)
        .set("CreationTime", Epoch.seconds(created));
  }
}
