package dev.aloft.fake.gcp;

import dev.aloft.fake.Answer;
import dev.aloft.fake.FakeCloud.Reply;
import dev.aloft.fake.Question;
import dev.aloft.fake.Request;
import java.io.IOException;

/** One service of the HTTP port. Thread-safe. */
interface HttpService {

  /** Whether a request is for it. Asked in the order in which the services stand. */
  boolean takes(Request request);

  /** What a request that it takes asks for; nothing happens yet. A small body may be read. */
  Call open(Request request) throws IOException;

  /** One request, understood. */
  interface Call {

    /** What it asks for. */
    Question question();

    /** Does it; a {@link GcpFailure} is written by {@link #failure}. */
    Answer answer() throws Exception;

    /** Writes an error. */
    default Reply failure(GcpFailure failure) {
      return new Reply(HttpErrors.answer(failure), failure.code().name());
    }

    /** The service's word for too many requests. */
    default GcpFailure throttled() {
      return GcpFailure.of(429, "RESOURCE_EXHAUSTED", "Quota exceeded.");
    }
  }
}
