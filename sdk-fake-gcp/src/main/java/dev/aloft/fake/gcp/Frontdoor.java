package dev.aloft.fake.gcp;

import dev.aloft.fake.FakeCloud;
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
    return services.stream()
        .filter(one -> one.takes(request))
        .findFirst()
        .orElseThrow()
        .open(request);
  }
}
