package dev.aloft.fake.aws;

import java.math.BigDecimal;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.DecimalNode;

/** Times of the JSON protocol: seconds since 1970, with three decimals. */
final class Epoch {
  private Epoch() {}

  static DecimalNode seconds(Instant time) {
    return DecimalNode.valueOf(BigDecimal.valueOf(time.toEpochMilli(), 3));
  }

  static Instant time(JsonNode seconds) {
    return Instant.ofEpochMilli(seconds.decimalValue().movePointRight(3).longValue());
  }
}
