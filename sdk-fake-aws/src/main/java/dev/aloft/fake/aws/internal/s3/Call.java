package dev.aloft.fake.aws.internal.s3;

import dev.aloft.fake.Request;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A request as the operations of S3 see it. */
final class Call {
  private final Request request;
  private final Address address;
  private final Query query;
  private final String region;

  private Call(Request request, Address address, Query query, String region) {
    this.request = request;
    this.address = address;
    this.query = query;
    this.region = region;
  }

  static Call of(Request request) {
    return new Call(request, Address.of(request), Query.of(request.query()), "");
  }

  /** The same at the address of a region. */
  Call at(String place) {
    return new Call(request, address, query, place);
  }

  /** The region whose address it was sent to; empty when nobody has said it yet. */
  String region() {
    return region;
  }

  Request request() {
    return request;
  }

  String bucket() {
    return address.bucket();
  }

  String key() {
    return address.key();
  }

  Query query() {
    return query;
  }

  /** Whether the signature is in the address. */
  boolean isPresigned() {
    return query.header("x-amz-signature") != null
        || (query.has("Signature") && query.has("AWSAccessKeyId"));
  }

  /** A header, which a presigned address may carry as a parameter; null when it is missing. */
  @Nullable String header(String name) {
    String value = request.header(name);
    return value == null && name.startsWith("x-amz-") && isPresigned() ? query.header(name) : value;
  }

  /** The headers with such a beginning, by lower-case name. */
  Map<String, String> headers(String prefix) {
    Map<String, String> found = new TreeMap<>();
    if (isPresigned()) {
      query
          .all()
          .forEach(
              (name, value) -> {
                String lower = name.toLowerCase(Locale.ROOT);
                if (lower.startsWith(prefix)) {
                  found.put(lower, value);
                }
              });
    }
    for (Map.Entry<String, List<String>> one : request.headers().entrySet()) {
      if (one.getKey().startsWith(prefix)) {
        found.put(one.getKey(), String.join(",", one.getValue()));
      }
    }
    return found;
  }
}
