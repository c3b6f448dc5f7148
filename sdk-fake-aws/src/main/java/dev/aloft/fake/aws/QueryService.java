package dev.aloft.fake.aws;

import dev.aloft.fake.Answer;
import dev.aloft.fake.Request;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * A service of the query protocol: a form names version and {@code Action}, and XML comes back. The
 * operation holds the clock's monitor.
 */
final class QueryService implements Service {
  private final Cloud cloud;
  private final String name;
  private final String version;
  private final Map<String, Operation> operations = new TreeMap<>();

  /**
   * A service that serves nothing yet.
   *
   * @param name as it signs
   * @param version of its API, such as {@code 2011-06-15}, by which its requests are known
   */
  QueryService(Cloud cloud, String name, String version) {
    this.cloud = cloud;
    this.name = name;
    this.version = version;
  }

  /** Serves an operation; its input are the form's members as texts. */
  QueryService on(String operation, Operation handler) {
    operations.put(operation, handler);
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean takes(Request request) {
    return isForm(request) && form(request).path("Version").asString("").equals(version);
  }

  /** Whether a request is a form, whatever the service. */
  static boolean isForm(Request request) {
    String type = request.header("content-type");
    return request.method().equals("POST")
        && type != null
        && type.startsWith("application/x-www-form-urlencoded");
  }

  @Override
  public String operation(Request request) {
    return action(request);
  }

  /** The action that a form names. */
  static String action(Request request) {
    return form(request).path("Action").asString("");
  }

  @Override
  public String action(Request request, String operation) {
    return name + ":" + operation;
  }

  @Override
  public String resource(Request request, String operation) {
    ObjectNode form = form(request);
    form.remove("Action");
    form.remove("Version");
    return Resources.of(operation, form);
  }

  @Override
  public Answer answer(Request request, String operation, Caller caller) throws Exception {
    Operation handler = operations.get(operation);
    if (handler == null) {
      throw AwsFailure.notServed(name, operation);
    }
    ObjectNode output;
    synchronized (cloud.clock()) {
      output = handler.handle(form(request), caller);
    }
    return QueryXml.ok(namespace(), operation, output);
  }

  @Override
  public Answer failure(AwsFailure failure, String requestId) {
    return QueryXml.failure(namespace(), failure, requestId);
  }

  private String namespace() {
    return "https://" + name + ".amazonaws.com/doc/" + version + "/";
  }

  private static ObjectNode form(Request request) {
    ObjectNode form = JsonAnswers.message();
    String text;
    try {
      text = new String(request.bytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return form;
    }
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        form.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
    return form;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
