package dev.aloft.operation;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The durable name of a run or of a change to a resource: {@code provider:/scope/kind/resource},
 * with {@code ?generation=n} for changes. It holds no secret and no operation handle of a vendor,
 * and stays valid in any process with the same provider and configuration. Immutable.
 *
 * @param provider the provider's scheme
 * @param scope account and region, workspace, namespace or home, without slashes at its ends
 * @param kind what the resource is, such as {@code run} or {@code endpoint}
 * @param resource the resource's name
 * @param number the generation of the wish, null for runs
 */
public record OperationId(
    String provider, String scope, String kind, String resource, @Nullable Long number) {

  /** The id of a run. */
  public static OperationId run(String provider, String scope, String resource) {
    return new OperationId(provider, scope, "run", resource, null);
  }

  /** The id of a change to a resource. */
  public static OperationId change(
      String provider, String scope, String kind, String resource, long generation) {
    return new OperationId(provider, scope, kind, resource, generation);
  }

  /**
   * Reads the text form.
   *
   * @throws AloftException INVALID_REQUEST when the text is no operation id
   */
  public static OperationId parse(String text) {
    int colon = text.indexOf(":/");
    int question = text.indexOf('?');
    String path = question < 0 ? text : text.substring(0, question);
    if (colon < 1 || colon > path.length() - 2) {
      throw bad(text);
    }
    List<String> segments = new ArrayList<>();
    for (String segment : path.substring(colon + 2).split("/", -1)) {
      segments.add(decode(segment, text));
    }
    if (segments.size() < 2 || segments.contains("")) {
      throw bad(text);
    }
    int end = segments.size();
    String scope = String.join("/", segments.subList(0, end - 2));
    return new OperationId(
        text.substring(0, colon),
        scope,
        segments.get(end - 2),
        segments.get(end - 1),
        generation(text, question));
  }

  private static String decode(String segment, String text) {
    try {
      return URLDecoder.decode(segment, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw bad(text);
    }
  }

  private static @Nullable Long generation(String text, int question) {
    if (question < 0) {
      return null;
    }
    String query = text.substring(question + 1);
    if (!query.matches("generation=[0-9]{1,18}")) {
      throw bad(text);
    }
    return Long.valueOf(query.substring(query.indexOf('=') + 1));
  }

  private static AloftException bad(String text) {
    return AloftException.of(
            ErrorCode.INVALID_REQUEST,
            "\""
                + text
                + "\" is no operation id; one reads provider:/scope/kind/resource, with"
                + " ?generation=n for a change")
        .build();
  }

  /** The generation of the wish; empty for runs. */
  public OptionalLong generation() {
    return number == null ? OptionalLong.empty() : OptionalLong.of(number);
  }

  /** The text form; {@link #parse} reads it back. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(provider).append(":/");
    for (String segment : scope.split("/", -1)) {
      if (!segment.isEmpty()) {
        text.append(encode(segment)).append('/');
      }
    }
    text.append(encode(kind)).append('/').append(encode(resource));
    if (number != null) {
      text.append("?generation=").append(number);
    }
    return text.toString();
  }

  private static String encode(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
