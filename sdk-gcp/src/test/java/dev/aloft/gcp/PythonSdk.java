package dev.aloft.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.fake.Exchange;
import dev.aloft.fake.Exchanges;
import dev.aloft.testkit.RequestFields;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Requests that Google's Python SDK sends, as they are recorded in {@code python-sdk}, and ours in
 * the same form. Numbers of deployed models and etags are words in both.
 */
final class PythonSdk {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern DEPLOYED = Pattern.compile("\"([0-9]{9,19})\"");

  private PythonSdk() {}

  /** What one scenario recorded of an operation, by position. */
  static Map<String, String> theirs(String scenario, String operation, int position) {
    List<JsonNode> found =
        recorded(scenario)
            .get("requests")
            .valueStream()
            .filter(request -> request.get("operation").asString().equals(operation))
            .map(request -> request.get("input"))
            .toList();
    return fields(found.get(position).toString());
  }

  /** Everything that one scenario recorded. */
  static JsonNode recorded(String scenario) {
    try (InputStream in = PythonSdk.class.getResourceAsStream("python-sdk/" + scenario + ".json")) {
      return JSON.readTree(Objects.requireNonNull(in, scenario));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a cloud was asked by us, by operation and position. */
  static Map<String, String> ours(Exchanges exchanges, String operation, int position) {
    assertThat(exchanges.of(operation).get(position).status()).as(operation).isEqualTo(200);
    return sent(exchanges, operation, position);
  }

  /** What we sent, whatever became of it. */
  static Map<String, String> sent(Exchanges exchanges, String operation, int position) {
    List<Exchange> sent = exchanges.of(operation);
    List<String> numbers = new ArrayList<>();
    exchanges.all().stream()
        .filter(one -> one.service().equals("aiplatform") && one.body() != null)
        .forEach(one -> numbersOf(String.valueOf(one.body()), numbers));
    String body = Objects.requireNonNull(sent.get(position).body());
    for (String number : numbers) {
      body = body.replace('"' + number + '"', "\"DEPLOYED-" + (numbers.indexOf(number) + 1) + '"');
    }
    return fields(body.replaceAll("\"etag\":\"[^\"]+\"", "\"etag\":\"ETAG\""));
  }

  private static void numbersOf(String body, List<String> numbers) {
    Matcher number = DEPLOYED.matcher(body);
    while (number.find()) {
      if (!numbers.contains(number.group(1))) {
        numbers.add(number.group(1));
      }
    }
  }

  /** A request as single fields. */
  static Map<String, String> fields(String json) {
    return RequestFields.of(json, List.of("name"));
  }
}
