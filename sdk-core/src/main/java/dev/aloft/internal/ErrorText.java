package dev.aloft.internal;

import dev.aloft.error.AloftException;
import dev.aloft.error.Attempt;
import dev.aloft.error.Blame;
import dev.aloft.error.NextStep;
import dev.aloft.error.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The renderings of an error: a block, a line, HTML and JSON. */
public final class ErrorText {
  private static final int PROBLEMS_ON_A_LINE = 3;
  private static final int SHOWN_LINES = 20;

  private ErrorText() {}

  /** A readable block of several lines, complete by itself. */
  public static String block(AloftException.Details details) {
    StringBuilder text = new StringBuilder(details.summary()).append(" [");
    text.append(details.code()).append(']');
    for (Problem problem : details.problems()) {
      text.append("\n  ").append(problem);
    }
    facts(details)
        .forEach((name, value) -> text.append('\n').append(name).append(": ").append(value));
    list(text, "Reason:", "\n  ", details.causes());
    list(text, "Tried:", "\n  ", attempts(details));
    list(text, "Last lines of the log:", "\n  | ", lastLines(details));
    list(text, "Still exists:", "\n  ", details.stillExists());
    list(text, "Next:", "\n  ", steps(details));
    return text.toString();
  }

  private static void list(StringBuilder text, String title, String start, List<String> items) {
    if (!items.isEmpty()) {
      text.append('\n').append(title);
      items.forEach(item -> text.append(start).append(item.replace("\n", "\n    ")));
    }
  }

  /** Fewer than there are, so that what stands around them is seen. */
  private static List<String> lastLines(AloftException.Details details) {
    List<String> lines = details.logTail();
    return lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size());
  }

  /** What is known beside the sentence, in words for a person. */
  private static Map<String, String> facts(AloftException.Details details) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Who can act", words(details.blame()));
    put(facts, "Operation", details.operation());
    put(facts, "Resource", details.resource());
    put(facts, "Provider", provider(details));
    if (details.exitCode() != null) {
      facts.put("Ended with", ExitCodes.words(details.exitCode()));
    }
    if (!details.outcome()) {
      facts.put("The work", "may still be going on");
    }
    if (details.givenUp()) {
      facts.put("Retries", "used up");
    }
    if (details.retryAfter() != null) {
      facts.put("Try again after", Durations.words(details.retryAfter()));
    }
    return facts;
  }

  private static void put(Map<String, String> facts, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      facts.put(name, value);
    }
  }

  private static @Nullable String provider(AloftException.Details details) {
    List<String> parts = new ArrayList<>();
    if (details.provider() != null) {
      parts.add(details.provider());
    }
    if (details.rawCode() != null) {
      parts.add("code " + details.rawCode());
    }
    if (details.requestId() != null) {
      parts.add("request " + details.requestId());
    }
    return parts.isEmpty() ? null : String.join(", ", parts);
  }

  private static String words(Blame blame) {
    return switch (blame) {
      case USER_CODE -> "you, in your code, data, container or model";
      case REQUEST -> "you, by another request";
      case PERMISSION -> "whoever gives credentials and permissions";
      case LIMITS -> "whoever sets quotas, rates, policies or budgets";
      case CAPACITY -> "you, by another machine, region or time: none is free now";
      case PROVIDER -> "the provider";
      case NETWORK -> "whoever runs the network between here and the provider";
      case ALOFT -> "the makers of Aloft: please report this";
    };
  }

  private static List<String> attempts(AloftException.Details details) {
    return details.attempts().stream().map(ErrorText::words).toList();
  }

  private static String words(Attempt attempt) {
    List<String> parts = new ArrayList<>();
    for (String part : List.of(attempt.provider(), attempt.region(), attempt.instance())) {
      if (!part.isEmpty()) {
        parts.add(part);
      }
    }
    return String.join(" ", parts) + ", " + Durations.words(attempt.took()) + ": " + attempt.code();
  }

  private static List<String> steps(AloftException.Details details) {
    return details.nextSteps().stream().map(step -> step.why() + ": " + step.line()).toList();
  }

  /** One line without line breaks. */
  public static String line(AloftException.Details details) {
    StringBuilder text = new StringBuilder();
    text.append(details.code()).append(": ").append(details.summary());
    int shown = Math.min(PROBLEMS_ON_A_LINE, details.problems().size());
    details.problems().subList(0, shown).forEach(problem -> text.append("; ").append(problem));
    if (details.problems().size() > shown) {
      text.append("; and ").append(details.problems().size() - shown).append(" more faults");
    }
    List<String> facts = new ArrayList<>();
    if (details.operation() != null) {
      facts.add(details.operation());
    }
    if (details.resource() != null) {
      facts.add(details.resource());
    }
    String provider = provider(details);
    if (provider != null) {
      facts.add(provider);
    }
    if (details.exitCode() != null) {
      facts.add("exit code " + details.exitCode());
    }
    facts.addAll(details.causes());
    if (!facts.isEmpty()) {
      text.append(" (").append(String.join("; ", facts)).append(')');
    }
    return text.toString()
        .lines()
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" ⏎ "));
  }

  /** HTML, everything escaped. */
  public static String html(AloftException.Details details) {
    StringBuilder html = new StringBuilder("<div class=\"aloft-error\"><p><strong>");
    html.append(Html.escape(details.summary())).append("</strong> <code>");
    html.append(details.code()).append("</code></p>");
    htmlList(html, "", details.problems().stream().map(Problem::toString).toList());
    html.append("<table>");
    facts(details)
        .forEach(
            (name, value) ->
                html.append("<tr><th>")
                    .append(name)
                    .append("</th><td>")
                    .append(Html.escape(value))
                    .append("</td></tr>"));
    html.append("</table>");
    htmlList(html, "Reason", details.causes());
    htmlList(html, "Tried", attempts(details));
    if (!details.logTail().isEmpty()) {
      html.append("<p>Last lines of the log</p><pre>")
          .append(Html.escape(String.join("\n", lastLines(details))))
          .append("</pre>");
    }
    htmlList(html, "Still exists", details.stillExists());
    htmlSteps(html, details.nextSteps());
    return html.append("</div>").toString();
  }

  private static void htmlList(StringBuilder html, String title, List<String> items) {
    if (items.isEmpty()) {
      return;
    }
    html.append(title.isEmpty() ? "" : "<p>" + title + "</p>").append("<ul>");
    items.forEach(item -> html.append("<li>").append(Html.escape(item)).append("</li>"));
    html.append("</ul>");
  }

  private static void htmlSteps(StringBuilder html, List<NextStep> steps) {
    if (steps.isEmpty()) {
      return;
    }
    html.append("<p>Next</p><ul>");
    for (NextStep step : steps) {
      html.append("<li>").append(Html.escape(step.why())).append(": <code>");
      html.append(Html.escape(step.line())).append("</code></li>");
    }
    html.append("</ul>");
  }

  /** One JSON object; every name is always there, null where nothing is known. */
  public static String json(AloftException.Details details) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("code", details.code());
    json.put("summary", details.summary());
    json.put("effect", details.effect());
    json.put("outcome", details.outcome());
    json.put("retryable", details.retryable() && !details.givenUp());
    json.put("givenUp", details.givenUp());
    json.put("retryAfterSeconds", Durations.seconds(details.retryAfter()));
    json.put("blame", details.blame());
    json.put("operation", details.operation());
    json.put("resource", details.resource());
    json.put("provider", details.provider());
    json.put("requestId", details.requestId());
    json.put("rawCode", details.rawCode());
    if (details.revision() != null) {
      json.put("revision", details.revision());
    }
    json.put("exitCode", details.exitCode());
    json.put("problems", details.problems().stream().map(ErrorText::fields).toList());
    json.put("attempts", details.attempts().stream().map(ErrorText::fields).toList());
    json.put("logTail", details.logTail());
    json.put("stillExists", details.stillExists());
    json.put("nextSteps", details.nextSteps().stream().map(ErrorText::fields).toList());
    json.put("causes", details.causes());
    return Json.write(json);
  }

  private static Map<String, @Nullable Object> fields(Problem problem) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("field", problem.field());
    fields.put("value", problem.value());
    fields.put("fix", problem.fix());
    return fields;
  }

  private static Map<String, @Nullable Object> fields(Attempt attempt) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("provider", attempt.provider());
    fields.put("region", attempt.region());
    fields.put("instance", attempt.instance());
    fields.put("seconds", Durations.seconds(attempt.took()));
    fields.put("code", attempt.code());
    return fields;
  }

  private static Map<String, @Nullable Object> fields(NextStep step) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("why", step.why());
    fields.put("kind", step.kind());
    fields.put("line", step.line());
    return fields;
  }
}
