package dev.aloft.gcp;

import com.google.api.gax.rpc.ErrorDetails;
import com.google.rpc.BadRequest;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.QuotaFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a service says beside its text: which quota is used up, which field is wrong, which
 * condition does not hold. The text often says none of it. Pure.
 *
 * @param lines one for each fault
 */
record AnswerDetails(List<String> lines) {

  AnswerDetails {
    lines = List.copyOf(lines);
  }

  /** Those of an answer over gRPC; null for none. */
  static AnswerDetails of(@Nullable ErrorDetails details) {
    List<String> lines = new ArrayList<>();
    @Nullable QuotaFailure quota = details == null ? null : details.getQuotaFailure();
    if (quota != null) {
      quota
          .getViolationsList()
          .forEach(
              one ->
                  lines.add(
                      quota(
                          one.getSubject(),
                          one.getQuotaMetric(),
                          one.getQuotaId(),
                          one.getDescription())));
    }
    @Nullable PreconditionFailure condition =
        details == null ? null : details.getPreconditionFailure();
    if (condition != null) {
      condition
          .getViolationsList()
          .forEach(one -> lines.add(line(one.getType(), one.getSubject(), one.getDescription())));
    }
    @Nullable BadRequest request = details == null ? null : details.getBadRequest();
    if (request != null) {
      request
          .getFieldViolationsList()
          .forEach(one -> lines.add(line(one.getField(), one.getDescription())));
    }
    return new AnswerDetails(lines);
  }

  /** Those of an answer over HTTP. */
  static AnswerDetails of(JsonNode error) {
    List<String> lines = new ArrayList<>();
    for (JsonNode detail : error.path("details")) {
      String type = detail.path("@type").asString("");
      for (JsonNode one : detail.path("violations")) {
        lines.add(
            type.endsWith("QuotaFailure")
                ? quota(
                    text(one, "subject"),
                    text(one, "quotaMetric"),
                    text(one, "quotaId"),
                    text(one, "description"))
                : line(text(one, "type"), text(one, "subject"), text(one, "description")));
      }
      for (JsonNode one : detail.path("fieldViolations")) {
        lines.add(line(text(one, "field"), text(one, "description")));
      }
    }
    return new AnswerDetails(lines);
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asString("");
  }

  private static String quota(String... parts) {
    String line = line(parts);
    return line.toLowerCase(Locale.ROOT).contains("quota") ? line : "quota " + line;
  }

  private static String line(String... parts) {
    return String.join(
        ": ", List.of(parts).stream().filter(part -> !part.isBlank()).distinct().toList());
  }

  /** The service's text with what it does not say itself. */
  String after(String text) {
    StringBuilder all = new StringBuilder(text.strip());
    for (String line : lines) {
      if (!line.isEmpty() && all.indexOf(line) < 0) {
        all.append(all.isEmpty() ? "" : "; ").append(line);
      }
    }
    return all.toString();
  }
}
