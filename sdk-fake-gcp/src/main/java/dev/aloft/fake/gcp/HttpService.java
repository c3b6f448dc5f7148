package dev.aloft.fake.gcp;

import dev.aloft.fake.FakeCloud.Conversation;
import dev.aloft.fake.Request;
import java.io.IOException;

/** One service of the HTTP port. Thread-safe. */
interface HttpService {

  /** Whether a request is for it. Asked in the order in which the services stand. */
  boolean takes(Request request);

  /** Understands a request that it takes; nothing happens yet. A small body may be read. */
  Conversation open(Request request) throws IOException;
}
