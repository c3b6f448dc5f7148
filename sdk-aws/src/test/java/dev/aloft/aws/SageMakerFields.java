package dev.aloft.aws;

import dev.aloft.testkit.RequestFields;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A request to SageMaker as single fields. */
final class SageMakerFields {
  private static final List<String> NAMES =
      List.of("ChannelName", "Key", "Name", "VariantName", "PolicyName");

  private SageMakerFields() {}

  static Map<String, String> of(JsonNode request) {
    return RequestFields.of(request.toString(), NAMES);
  }
}
