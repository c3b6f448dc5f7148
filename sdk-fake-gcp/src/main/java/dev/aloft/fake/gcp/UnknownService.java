package dev.aloft.fake.gcp;

import dev.aloft.fake.Answer;
import dev.aloft.fake.Question;
import dev.aloft.fake.Request;

/** Takes what no service of the fake takes, and says so. */
final class UnknownService implements HttpService {

  @Override
  public boolean takes(Request request) {
    return true;
  }

  @Override
  public Call open(Request request) {
    String operation = request.method() + " " + request.path();
    return new Call() {
      @Override
      public Question question() {
        return new Question("unknown", operation, "", "unknown:" + operation, "", null);
      }

      @Override
      public Answer answer() {
        throw GcpFailure.notServed(operation);
      }
    };
  }
}
