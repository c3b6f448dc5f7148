package dev.aloft.samples;

import dev.aloft.data.Row;
import dev.aloft.driver.Payload;
import dev.aloft.serving.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One row as anybody sends it who does not know Aloft: Open Inference Protocol V2 over HTTP. */
final class Curl {
  private Curl() {}

  static String command(Endpoint endpoint, Row row) {
    return "curl -s -H 'Content-Type: application/json' -d '" + body(row) + "' " + endpoint.url();
  }

  /** Sends the same bytes through the endpoint's handle and gives the raw answer. */
  static String send(Endpoint endpoint, Row row) {
    return endpoint
        .invoke(Payload.of(body(row).getBytes(StandardCharsets.UTF_8), "application/json"))
        .text();
  }

  private static String body(Row row) {
    String numbers =
        IntStream.range(0, row.size())
            .mapToObj(i -> String.valueOf(row.cell(i)))
            .collect(Collectors.joining(","));
    return "{\"inputs\":[{\"name\":\"input\",\"datatype\":\"FP64\",\"shape\":[1,"
        + row.size()
        + "],\"data\":["
        + numbers
        + "]}]}";
  }
}
