package dev.aloft.fake.gcp;

import dev.aloft.fake.FakeCloud;
import dev.aloft.fake.Question;
import dev.aloft.fake.Request;
import java.io.IOException;
import java.util.List;

/** Tells by a request which service of the HTTP port it is for. */
final class Frontdoor implements FakeCloud {
  private final List<HttpService> services;

  /** The last of the services takes everything. */
  Frontdoor(List<HttpService> services) {
    this.services = List.copyOf(services);
  }

  @Override
  public Conversation open(Request request) throws IOException {
    HttpService service =
        services.stream().filter(one -> one.takes(request)).findFirst().orElseThrow();
    return new Served(service.open(request));
  }

  private record Served(HttpService.Call call) implements Conversation {

    @Override
    public Question question() {
      return call.question();
    }

    @Override
    public Reply answer() throws Exception {
      try {
        return new Reply(call.answer(), null);
      } catch (GcpFailure failure) {
        return call.failure(failure);
      }
    }

    @Override
    public Reply refusal(int status, String code, String message) {
      return call.failure(GcpFailure.of(status, code, message));
    }

    @Override
    public Reply throttled() {
      return call.failure(call.throttled());
    }
  }
}
