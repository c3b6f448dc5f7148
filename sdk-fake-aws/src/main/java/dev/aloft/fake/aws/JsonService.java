package dev.aloft.fake.aws;

import dev.aloft.fake.Answer;
import dev.aloft.fake.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A service of the JSON protocol: {@code X-Amz-Target} names the operation. The input is checked
 * against the service's model, where there is one, before the operation sees it; the operation
 * holds the clock's monitor.
 */
final class JsonService implements Service {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Cloud cloud;
  private final String name;
  private final String targetPrefix;
  private final String actionPrefix;
  private final @Nullable ServiceModel model;
  private final Map<String, Operation> operations = new TreeMap<>();

  /**
   * A service that serves nothing yet.
   *
   * @param name as it signs
   * @param targetPrefix what its targets begin with
   * @param model by which requests and answers are checked; null when there is none
   */
  JsonService(Cloud cloud, String name, String targetPrefix, @Nullable ServiceModel model) {
    this(cloud, name, targetPrefix, model, name);
  }

  /** The same where policies name the service in another way than signatures. */
  JsonService(
      Cloud cloud,
      String name,
      String targetPrefix,
      @Nullable ServiceModel model,
      String actionPrefix) {
    this.actionPrefix = actionPrefix;
    this.cloud = cloud;
    this.name = name;
    this.targetPrefix = targetPrefix;
    this.model = model;
  }

  /** Serves an operation; before anything is asked. */
  JsonService on(String operation, Operation handler) {
    if (operations.put(operation, handler) != null) {
      throw new IllegalStateException(name + ":" + operation + " is served twice");
    }
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean takes(Request request) {
    String target = request.header("x-amz-target");
    return target != null && target.startsWith(targetPrefix + ".");
  }

  @Override
  public String operation(Request request) {
    return String.valueOf(request.header("x-amz-target")).substring(targetPrefix.length() + 1);
  }

  @Override
  public String action(Request request, String operation) {
    try {
      return String.join(",", Permissions.of(actionPrefix, operation, input(request)));
    } catch (IOException | AwsFailure e) {
      return actionPrefix + ":" + operation;
    }
  }

  @Override
  public @Nullable String text(Request request) {
    try {
      return new String(request.bytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public String resource(Request request, String operation) {
    try {
      return Resources.of(operation, input(request));
    } catch (IOException | AwsFailure e) {
      return "";
    }
  }

  @Override
  public Answer answer(Request request, String operation, Caller caller) throws Exception {
    Operation handler = operations.get(operation);
    if (handler == null) {
      throw AwsFailure.notServed(name, operation);
    }
    ObjectNode input = input(request);
    if (model != null) {
      model.check(operation, input);
    }
    ObjectNode output;
    synchronized (cloud.clock()) {
      output = handler.handle(input, caller);
    }
    if (model != null && cloud.checksAnswers()) {
      model.checkAnswer(operation, output);
    }
    return JsonAnswers.ok(output, contentType(request));
  }

  private static ObjectNode input(Request request) throws IOException {
    byte[] bytes = request.bytes();
    if (bytes.length == 0) {
      return JsonAnswers.message();
    }
    try {
      JsonNode input = MAPPER.readTree(bytes);
      if (input instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      throw AwsFailure.serialization("The request is not JSON: " + e.getOriginalMessage());
    }
    throw AwsFailure.serialization("Unexpected value type in payload");
  }

  private static String contentType(Request request) {
    String type = request.header("content-type");
    return type != null && type.startsWith("application/x-amz-json-1.0")
        ? "application/x-amz-json-1.0"
        : "application/x-amz-json-1.1";
  }

  @Override
  public Answer failure(AwsFailure failure, String requestId) {
    String member = model == null ? "message" : model.textMember(failure.code());
    return JsonAnswers.failure(failure, member, "application/x-amz-json-1.1");
  }
}
