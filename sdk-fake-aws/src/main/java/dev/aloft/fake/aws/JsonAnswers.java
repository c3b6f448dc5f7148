package dev.aloft.fake.aws;

import dev.aloft.fake.Answer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes what the services of the JSON protocols answer. */
final class JsonAnswers {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private JsonAnswers() {}

  /** A new, empty message. */
  static ObjectNode message() {
    return MAPPER.createObjectNode();
  }

  /** Numbers keep the form in which they were made, such as {@code 1.767225600123E9}. */
  static Answer ok(ObjectNode message, String contentType) {
    return Answer.of(200, contentType, MAPPER.writeValueAsBytes(message));
  }

  /** An error; the member that holds its text has a capital in some services' models. */
  static Answer failure(AwsFailure failure, String textMember, String contentType) {
    ObjectNode body = message();
    body.put("__type", failure.code());
    body.put(textMember, failure.message());
    failure.members().forEach((name, value) -> body.putPOJO(name, value));
    return Answer.of(failure.status(), contentType, MAPPER.writeValueAsBytes(body));
  }
}
