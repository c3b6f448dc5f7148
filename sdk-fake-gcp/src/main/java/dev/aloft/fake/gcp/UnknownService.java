package dev.aloft.fake.gcp;

import dev.aloft.fake.FakeCloud.Conversation;
import dev.aloft.fake.Question;
import dev.aloft.fake.Request;

/** Takes what no service of the fake takes, and says so. */
final class UnknownService implements HttpService {

  @Override
  public boolean takes(Request request) {
    return true;
  }

  @Override
  public Conversation open(Request request) {
    String operation = request.method() + " " + request.path();
    Question question = new Question("unknown", operation, "", "unknown:" + operation, "", null);
    return new JsonCall(
        question,
        () -> {
          throw GcpFailure.notServed(operation);
        });
  }
}
