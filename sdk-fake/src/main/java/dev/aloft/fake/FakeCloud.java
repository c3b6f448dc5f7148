package dev.aloft.fake;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A cloud behind a {@link FakeServer}. It first says what a request asks for, so that faults and
 * records know, and then answers. Called from many threads.
 */
@FunctionalInterface
public interface FakeCloud {

  /** Understands a request; nothing happens yet. A small body may be read. */
  Conversation open(Request request) throws IOException;

  /** One request, understood. */
  interface Conversation {

    /** What it asks for. */
    Question question();

    /**
     * Does it. A refusal is a {@link Reply} too; what this throws is answered as the cloud's own
     * failure.
     */
    Reply answer() throws Exception;

    /** The cloud's error of that code, in the protocol of the request; nothing is done. */
    Reply refusal(int status, String code, String message);

    /** The cloud's word for "too many requests". */
    Reply throttled();
  }

  /**
   * An answer, and the code of the error that it tells.
   *
   * @param answer the answer
   * @param code the error's code; null when it is no error
   */
  record Reply(Answer answer, @Nullable String code) {}
}
