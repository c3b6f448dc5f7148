package dev.aloft.testkit;

import dev.aloft.driver.Payload;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How the row of the fixtures is written by hand for {@code invoke}.
 *
 * @param contentType the MIME type
 * @param template the body, with <code>%s</code> where the cells go, joined by commas
 */
public record RawForm(String contentType, String template) {
  /** Open Inference Protocol V2 for three 32-bit inputs. */
  public static final RawForm V2 =
      new RawForm(
          "application/json",
          "{\"inputs\":[{\"name\":\"input\",\"shape\":[1,3],\"datatype\":\"FP32\",\"data\":[%s]}]}");

  /** Comma-separated cells. */
  public static final RawForm CSV = new RawForm("text/csv", "%s");

  Payload request(Fixtures fixtures) {
    String cells =
        Arrays.stream(fixtures.values())
            .mapToObj(Double::toString)
            .collect(Collectors.joining(","));
    String body = String.format(Locale.ROOT, template, cells);
    return Payload.of(body.getBytes(StandardCharsets.UTF_8), contentType);
  }
}
