package dev.aloft.local.http;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A complete request. Immutable; nobody may change the bytes of its body. */
public final class Request {
  private final String method;
  private final String path;
  private final String query;
  private final HttpHeaders headers;
  private final byte[] body;
  private final boolean keptByHeader;

  private Request(
      String method,
      String path,
      String query,
      HttpHeaders headers,
      byte[] body,
      boolean keptByHeader) {
    this.method = method;
    this.path = path;
    this.query = query;
    this.headers = headers;
    this.body = body;
    this.keptByHeader = keptByHeader;
  }

  /** Takes over a request; copies its body. A HEAD is a GET here; its answer's body is not sent. */
  static Request of(FullHttpRequest message) {
    String method = message.method().name();
    String uri = message.uri();
    String target = uri.startsWith("http://") ? uri.replaceFirst("http://[^/?]*", "") : uri;
    int question = target.indexOf('?');
    String said = question < 0 ? target : target.substring(0, question);
    String rawPath = said.isEmpty() ? "/" : said;
    return new Request(
        method.equals("HEAD") ? "GET" : method,
        rawPath.indexOf('%') < 0 ? rawPath : QueryStringDecoder.decodeComponent(rawPath),
        question < 0 ? "" : target.substring(question + 1),
        message.headers(),
        ByteBufUtil.getBytes(message.content()),
        message.protocolVersion().equals(HttpVersion.HTTP_1_0) && HttpUtil.isKeepAlive(message));
  }

  /** A request that did not come through a socket. */
  public static Request of(String method, String path, Map<String, String> headers, byte[] body) {
    HttpHeaders all = new DefaultHttpHeaders();
    headers.forEach(all::set);
    return new Request(method, path, "", all, body, false);
  }

  /** The method in upper case; GET for a HEAD. */
  public String method() {
    return method;
  }

  /** The decoded path, starting with a slash. */
  public String path() {
    return path;
  }

  /** Whether an old client keeps the connection only when the answer says so too. */
  boolean isKeptByHeader() {
    return keptByHeader;
  }

  /** The value of a query parameter; null when there is none of that name. */
  public @Nullable String parameter(String name) {
    if (query.isEmpty()) {
      return null;
    }
    List<String> values = new QueryStringDecoder(query, false).parameters().get(name);
    return values == null ? null : values.get(0);
  }

  /** The first header of that name in any case; empty when there is none. */
  public String header(String name) {
    String value = headers.get(name);
    return value == null ? "" : value;
  }

  /** The headers by name. */
  public Map<String, String> headers() {
    Map<String, String> all = new LinkedHashMap<>();
    headers.forEach(header -> all.put(header.getKey(), header.getValue()));
    return all;
  }

  /** The body. */
  public byte[] body() {
    return body;
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
