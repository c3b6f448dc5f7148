package dev.aloft.fake;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** A cloud for tests of the server: {@code /operation/resource}, and the body comes back. */
final class EchoCloud implements FakeCloud {
  final AtomicInteger effects = new AtomicInteger();

  @Override
  public Conversation open(Request request) throws IOException {
    String[] parts = request.path().split("/", 3);
    Question question =
        new Question(
            "echo", parts[1], parts.length > 2 ? parts[2] : "", "echo:" + parts[1], "", null);
    return new Conversation() {
      @Override
      public Question question() {
        return question;
      }

      @Override
      public Reply answer() throws IOException {
        effects.incrementAndGet();
        if (question.operation().equals("Broken")) {
          throw new IllegalStateException("broken on purpose");
        }
        if (question.operation().equals("Ignore")) {
          return new Reply(Answer.of(200, "text/plain", "ignored"), null);
        }
        return new Reply(Answer.of(200, "application/octet-stream", request.bytes()), null);
      }

      @Override
      public Reply refusal(int status, String code, String message) {
        return new Reply(Answer.of(status, "text/plain", code + ": " + message), code);
      }

      @Override
      public Reply throttled() {
        return refusal(429, "TooMany", "");
      }
    };
  }
}
