package dev.aloft.testkit.memory;

import dev.aloft.driver.Invoker;
import dev.aloft.driver.Payload;
import dev.aloft.driver.Reply;
import dev.aloft.error.AloftException;
import dev.aloft.error.Blame;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.layer.Call;
import dev.aloft.serving.Protocol;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Calls one endpoint: CSV in, one prediction a line out. */
final class MemoryInvoker implements Invoker {
  static final long LARGEST = 64 << 10;

  private final Site site;
  private final String endpoint;

  MemoryInvoker(Site site, String endpoint) {
    this.site = site;
    this.endpoint = endpoint;
  }

  @Override
  public Protocol protocol() {
    return Protocol.CSV;
  }

  @Override
  public String url() {
    return "memory://" + site.place() + "/" + endpoint;
  }

  @Override
  public long maxRequestBytes() {
    return LARGEST;
  }

  @Override
  public Reply invoke(Payload payload, Duration timeout) {
    Call.Builder call =
        site.context().call("InvokeEndpoint", endpoint).bucket("predict").timeout(timeout);
    try {
      return site.context()
          .send((payload.isRepeatable() ? call.repeatable() : call).build(), () -> answer(payload));
    } catch (AloftException e) {
      if (site.has(Defect.ANSWERS_FOR_FAILED)) {
        return new Reply("0.0".getBytes(StandardCharsets.UTF_8), "text/csv", Map.of(), null);
      }
      throw e;
    }
  }

  private Reply answer(Payload payload) {
    Cloud cloud = Cloud.at(site.place());
    synchronized (cloud) {
      cloud.requested();
      cloud.settle(site.now());
      CloudEndpoint there = cloud.endpoints.get(endpoint);
      String configId = there == null ? null : there.answering();
      CloudConfig config = configId == null ? null : cloud.configs.get(configId);
      if (config == null) {
        throw site.error(
            there == null ? ErrorCode.NOT_FOUND : ErrorCode.UNAVAILABLE,
            endpoint + " does not answer");
      }
      CloudObject file = cloud.objects.get(config.modelUri() + "/" + LinearModel.FILE);
      LinearModel model = LinearModel.parse(file.text());
      return new Reply(
          predict(model, payload).getBytes(StandardCharsets.UTF_8),
          "text/csv",
          Map.of(),
          config.revision());
    }
  }

  private String predict(LinearModel model, Payload payload) {
    String body = new String(payload.body(), StandardCharsets.UTF_8);
    List<String> answers =
        body.strip()
            .lines()
            .map(line -> Double.toString(model.predict(cells(line, model))))
            .collect(Collectors.toList());
    if (site.has(Defect.REVERSES_ROWS)) {
      Collections.reverse(answers);
    }
    return String.join("\n", answers);
  }

  private @Nullable Double[] cells(String line, LinearModel model) {
    int width = model.columns().size();
    String[] fields = line.split(",", -1);
    if (fields.length != width) {
      throw refused("a row has " + fields.length + " cells, the model takes " + width);
    }
    @Nullable Double[] cells = new Double[width];
    for (int i = 0; i < width; i++) {
      Map<String, Double> codes = model.codes().get(model.columns().get(i));
      cells[i] = codes == null ? cell(fields[i]) : code(fields[i], codes);
    }
    return cells;
  }

  private @Nullable Double code(String field, Map<String, Double> codes) {
    String category = field.startsWith("\"") ? field.substring(1, field.length() - 1) : field;
    Double code = codes.get(category);
    if (code == null && !category.isEmpty() && site.has(Defect.REFUSES_UNKNOWN_CATEGORIES)) {
      throw refused("\"" + category + "\" was not learned");
    }
    return code;
  }

  private @Nullable Double cell(String field) {
    if (field.isEmpty()) {
      return null;
    }
    try {
      return switch (field) {
        case "Infinity", "inf" -> Double.POSITIVE_INFINITY;
        case "-Infinity", "-inf" -> Double.NEGATIVE_INFINITY;
        case "NaN", "nan" -> Double.NaN;
        default -> Double.valueOf(field);
      };
    } catch (NumberFormatException e) {
      throw refused("\"" + field + "\" is no number");
    }
  }

  private AloftException refused(String why) {
    return AloftException.of(ErrorCode.MODEL_FAILED, why)
        .effect(Effect.DONE)
        .blame(Blame.REQUEST)
        .build();
  }
}
