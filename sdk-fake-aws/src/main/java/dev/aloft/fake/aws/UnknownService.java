package dev.aloft.fake.aws;

import dev.aloft.fake.Answer;
import dev.aloft.fake.Request;

/** Takes what no service of the fake takes, and says so. */
final class UnknownService implements Service {

  @Override
  public String name() {
    return "unknown";
  }

  @Override
  public boolean takes(Request request) {
    return true;
  }

  @Override
  public String operation(Request request) {
    String target = request.header("x-amz-target");
    return target != null ? target : request.method() + " " + request.path();
  }

  @Override
  public String action(Request request, String operation) {
    return "unknown:" + operation;
  }

  @Override
  public Answer answer(Request request, String operation, Caller caller) {
    throw AwsFailure.notServed("an unknown service", operation);
  }

  @Override
  public Answer failure(AwsFailure failure, String requestId) {
    return JsonAnswers.failure(failure, "message", "application/x-amz-json-1.1");
  }
}
