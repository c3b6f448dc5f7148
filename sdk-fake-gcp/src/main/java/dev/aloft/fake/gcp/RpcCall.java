package dev.aloft.fake.gcp;

import io.grpc.Metadata;
import java.util.Locale;

/** One call of a method, beside its request. Used by one thread. */
final class RpcCall {
  private static final Metadata.Key<String> AUTHORIZATION = key("authorization");
  private static final String BEARER = "Bearer ";

  private final Metadata asked;
  private final String authority;
  private final Metadata answered = new Metadata();

  /**
   * A call.
   *
   * @param authority the host that it was sent to, as the client names it
   */
  RpcCall(Metadata asked, String authority) {
    this.asked = asked;
    this.authority = authority;
  }

  /** The host that it was sent to, as the client names it. */
  String authority() {
    return authority;
  }

  /** A header of the request; empty when it is missing. */
  String asked(String name) {
    String header = asked.get(key(name));
    return header == null ? "" : header;
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
