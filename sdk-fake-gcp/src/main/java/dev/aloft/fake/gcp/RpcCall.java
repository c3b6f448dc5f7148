package dev.aloft.fake.gcp;

import io.grpc.Metadata;
import java.util.Locale;

/** One call of a method, beside its request. Used by one thread. */
final class RpcCall {
  private static final Metadata.Key<String> AUTHORIZATION = key("authorization");
  private static final String BEARER = "Bearer ";

  private final Metadata asked;
  private final Metadata answered = new Metadata();

  RpcCall(Metadata asked) {
    this.asked = asked;
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name.toLowerCase(Locale.ROOT), Metadata.ASCII_STRING_MARSHALLER);
  }

  /** The bearer's token; empty when there is none. */
  String principal() {
    String header = asked.get(AUTHORIZATION);
    return header == null || !header.startsWith(BEARER) ? "" : header.substring(BEARER.length());
  }

  /** Adds a header to the answer. */
  void header(String name, String value) {
    answered.put(key(name), value);
  }

  /** The headers of the answer. */
  Metadata answered() {
    return answered;
  }
}
