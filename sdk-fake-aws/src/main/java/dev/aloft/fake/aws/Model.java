package dev.aloft.fake.aws;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A model: what an endpoint starts.
 *
 * @param arn its ARN
 * @param created when it was made
 * @param containers what it starts, in the order in which they answer
 * @param direct whether a caller chooses among the containers, instead of going through all
 * @param described what DescribeModel answers
 */
record Model(
    String name,
    String arn,
    Instant created,
    List<ModelContainer> containers,
    boolean direct,
    ObjectNode described)
    implements Resource {

  /** Copies the list. */
  Model {
    containers = List.copyOf(containers);
  }

  ObjectNode summary() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("ModelName", name)
        .put("ModelArn", arn)
        .set("CreationTime", Epoch.seconds(created));
  }
}
