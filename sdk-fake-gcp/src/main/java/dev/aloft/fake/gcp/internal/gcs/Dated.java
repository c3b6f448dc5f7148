package dev.aloft.fake.gcp.internal.gcs;

import dev.aloft.fake.FakeCloud.Conversation;
import dev.aloft.fake.FakeCloud.Reply;
import dev.aloft.fake.Question;

/**
 * A conversation whose every answer tells the store's time, refusals among them.
 *
 * @param inner what it is about
 * @param versions tell the time
 */
record Dated(Conversation inner, Versions versions) implements Conversation {

  @Override
  public Question question() {
    return inner.question();
  }

  @Override
  public Reply answer() throws Exception {
    return dated(inner.answer());
  }

  @Override
  public Reply refusal(int status, String code, String message) {
    return dated(inner.refusal(status, code, message));
  }

  @Override
  public Reply throttled() {
    return dated(inner.throttled());
  }

  private Reply dated(Reply reply) {
    return new Reply(reply.answer().with("Date", Downloads.httpDate(versions.now())), reply.code());
  }
}
