package dev.aloft.fake.aws;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A vendor's service model: the shapes of requests and answers, by which they are checked. Read
 * once in a JVM, and immutable. Thread-safe.
 */
final class ServiceModel {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final String service;
  private final JsonNode operations;
  private final JsonNode shapes;
  private final JsonNode additions;
  private final Map<String, Shape> read = new ConcurrentHashMap<>();

  private ServiceModel(String service) {
    JsonNode model = resource(service);
    this.service = service;
    this.operations = model.path("operations");
    this.shapes = model.path("shapes");
    this.additions = resource("additions").path(service);
  }

  /** The models that were asked for; nothing in them ever changes. */
  private static final class Loaded {
    static final Map<String, ServiceModel> MODELS = new ConcurrentHashMap<>();
  }

  /** The model of a service, from the resources of this module. */
  static ServiceModel of(String service) {
    return Loaded.MODELS.computeIfAbsent(service, ServiceModel::new);
  }

  private static JsonNode resource(String name) {
    String path = "models/" + name + ".json";
    try (InputStream in = ServiceModel.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalArgumentException("no service model " + path);
      }
      return MAPPER.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Checks an operation's input: required members, types, lengths, patterns, ranges, enums. Members
   * that the model does not have are passed, as the service does.
   *
   * @throws AwsFailure ValidationException in the vendor's words
   */
  void check(String operation, ObjectNode input) {
    String shape = side(operation, "input");
    if (shape != null) {
      List<String> violations = new InputCheck(this).check(shape, input);
      if (!violations.isEmpty()) {
        throw AwsFailure.validation(
            violations.size()
                + (violations.size() == 1 ? " validation error" : " validation errors")
                + " detected: "
                + String.join("; ", violations));
      }
    }
  }

  /**
   * Checks what the fake itself is about to answer: required members, types, enums, and no member
   * that the vendor's clients would not know.
   *
   * @throws AssertionError when a vendor's client would not understand it
   */
  void checkAnswer(String operation, ObjectNode output) {
    String shape = side(operation, "output");
    List<String> violations =
        shape == null
            ? (output.isEmpty() ? List.of() : List.of(operation + " answers nothing"))
            : new AnswerCheck(this).check(shape, output);
    if (!violations.isEmpty()) {
      throw new AssertionError(
          service + ":" + operation + " answers against its model: " + violations);
    }
  }

  /** Whether the service has such an operation. */
  boolean has(String operation) {
    return operations.has(operation);
  }

  /** The name of the member in which an error of that code holds its text. */
  String textMember(String code) {
    return shapes.path(code).path("members").has("Message") ? "Message" : "message";
  }

  private @Nullable String side(String operation, String side) {
    JsonNode shape = operations.path(operation).path(side).path("shape");
    return shape.isString() ? shape.asString() : null;
  }

  Shape shape(String name) {
    return read.computeIfAbsent(
        name, missing -> Shape.of(shapes.path(missing), additions(missing)));
  }

  private Set<String> additions(String shape) {
    Set<String> values = new LinkedHashSet<>();
    additions.path(shape).forEach(value -> values.add(value.asString()));
    return values;
  }
}
