package dev.aloft.fake.aws;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a list goes on: after which resource, and for which question. Clients see it as a text
 * without a meaning. Immutable.
 */
record PageToken(String question, boolean isFirst, String name, long number, String status) {
  private static final String MEMBER = "NextToken";
  private static final String MARK = "v1";

  /** The token of a request; where lists begin when it has none. */
  static PageToken of(ObjectNode input) {
    String question = question(input);
    String text = input.path(MEMBER).asString("");
    return text.isEmpty() ? new PageToken(question, true, "", -1, "") : read(question, text);
  }

  private static PageToken read(String question, String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      String[] parts = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
      if (parts.length == 5 && parts[0].equals(MARK) && parts[1].equals(question)) {
        return new PageToken(question, false, parts[2], Long.parseLong(parts[3]), parts[4]);
      }
    } catch (IllegalArgumentException e) {
      throw refusal();
    }
    throw refusal();
  }

  private static AwsFailure refusal() {
    return AwsFailure.validation(
        "Invalid NextToken: it is not of an earlier answer to the same request.");
  }

  /** The token after a resource. */
  String next(String lastName, long lastNumber, String lastStatus) {
    String text =
        String.join("\n", MARK, question, lastName, Long.toString(lastNumber), lastStatus);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String question(ObjectNode input) {
    ObjectNode rest = input.deepCopy();
    rest.remove(MEMBER);
    rest.remove("MaxResults");
    CRC32 sum = new CRC32();
    sum.update(rest.toString().getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(sum.getValue());
  }
}
