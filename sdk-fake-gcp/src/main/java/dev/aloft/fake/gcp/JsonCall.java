package dev.aloft.fake.gcp;

import dev.aloft.fake.Answer;
import dev.aloft.fake.FakeCloud.Conversation;
import dev.aloft.fake.FakeCloud.Reply;
import dev.aloft.fake.Question;

/** One request of a service that speaks JSON, understood. */
record JsonCall(Question question, Served served) implements Conversation {

  /** Does it; a {@link GcpFailure} is written as an error. */
  @FunctionalInterface
  interface Served {
    Answer answer() throws Exception;
  }

  @Override
  public Reply answer() throws Exception {
    try {
      return new Reply(served.answer(), null);
    } catch (GcpFailure failure) {
      return reply(failure);
    }
  }

  @Override
  public Reply refusal(int status, String code, String message) {
    return reply(GcpFailure.of(status, code, message));
  }

  @Override
  public Reply throttled() {
    return refusal(429, "RESOURCE_EXHAUSTED", "Quota exceeded.");
  }

  private static Reply reply(GcpFailure failure) {
    return new Reply(HttpErrors.answer(failure), failure.code().name());
  }
}
