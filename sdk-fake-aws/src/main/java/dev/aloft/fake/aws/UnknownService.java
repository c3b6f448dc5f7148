package dev.aloft.fake.aws;

import dev.aloft.fake.Answer;
import dev.aloft.fake.Request;

/**
 * Takes what no service of the fake takes, and says so in words that the service's clients read.
 */
final class UnknownService implements Service {
  private static final String NAMESPACE = "https://unknown.amazonaws.com/doc/";

  private final boolean forms;

  private UnknownService(boolean forms) {
    this.forms = forms;
  }

  /** Those that are asked by forms and answer with XML. */
  static Service ofForms() {
    return new UnknownService(true);
  }

  /** All others; they answer with JSON. */
  static Service ofMessages() {
    return new UnknownService(false);
  }

  @Override
  public String name() {
    return "unknown";
  }

  @Override
  public boolean takes(Request request) {
    return !forms || QueryService.isForm(request);
  }

  /** The target, which names service and operation, the form's action, or the method and path. */
  @Override
  public String operation(Request request) {
    String target = request.header("x-amz-target");
    if (target != null) {
      return target;
    }
    return forms ? QueryService.action(request) : request.method() + " " + request.path();
  }

  @Override
  public String action(Request request, String operation) {
    return "unknown:" + operation;
  }

  @Override
  public Answer answer(Request request, String operation, Caller caller) {
    String service = caller.service();
    throw AwsFailure.notServed(service.isEmpty() ? "an unknown service" : service, operation);
  }

  @Override
  public Answer failure(AwsFailure failure, String requestId) {
    return forms
        ? QueryXml.failure(NAMESPACE, failure, requestId)
        : JsonAnswers.failure(failure, "message", "application/x-amz-json-1.1")
            .with("x-amzn-ErrorType", failure.code());
  }
}
