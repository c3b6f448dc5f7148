package dev.aloft.internal;

import dev.aloft.operation.OperationId;
import dev.aloft.operation.OperationStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Renderings for notebooks: text, HTML and JSON. */
public final class Views {
  static final String NEVER_SEEN = "not looked at yet";

  private static final String GAP = "  ";

  private Views() {}

  /** A table of texts; rows are as wide as the headings. */
  public static Map<String, String> table(List<String> headings, List<List<String>> rows) {
    return table(headings, rows, rows.size());
  }

  /**
   * The first rows of a table.
   *
   * @param total how many rows there are
   */
  public static Map<String, String> table(
      List<String> headings, List<List<String>> rows, int total) {
    int more = total - rows.size();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("columns", headings);
    json.put("rows", rows);
    json.put("total", total);
    return bundle(text(headings, rows, more), html(headings, rows, more), Json.write(json));
  }

  /** An operation with what was last seen of it. */
  public static Map<String, String> operation(String kind, OperationId id, OperationStatus status) {
    Instant seenAt = status.seenAt();
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    facts.put(kind, id.toString());
    facts.put("state", status.state().name());
    facts.put("provider's word", status.word());
    facts.put("phase", status.phase());
    facts.put("progress", status.progress() == null ? "" : percent(status.progress()));
    facts.put("seen at", seenAt == null ? "" : seenAt.toString());
    facts.values().removeIf(""::equals);
    List<List<String>> rows = new ArrayList<>();
    facts.forEach((name, value) -> rows.add(List.of(name, String.valueOf(value))));
    return bundle(list(rows), html(List.of(), rows, 0), Json.write(fields(kind, id, status)));
  }

  /**
   * What was last seen of an operation on one line, and how old that is; an end does not get old.
   */
  public static String seen(OperationStatus status) {
    String again = status.seenAt() == null ? "; refresh() looks" : "; refresh() looks again";
    return status.state().isTerminal() ? line(status) : line(status) + again;
  }

  /** What was seen of an operation on one line, and when unless it is the end. */
  public static String line(OperationStatus status) {
    Instant seenAt = status.seenAt();
    if (seenAt == null) {
      return status.phase().isEmpty() ? NEVER_SEEN : plain(status.phase());
    }
    StringBuilder text = new StringBuilder(status.state().name());
    if (!status.phase().isEmpty()) {
      text.append(" (").append(plain(status.phase())).append(')');
    }
    if (status.progress() != null) {
      text.append(' ').append(percent(status.progress()));
    }
    if (!status.state().isTerminal()) {
      text.append(" at ").append(seenAt.truncatedTo(ChronoUnit.SECONDS));
    }
    return text.toString();
  }

  private static Map<String, @Nullable Object> fields(
      String kind, OperationId id, OperationStatus status) {
    Instant seenAt = status.seenAt();
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("kind", kind);
    fields.put("id", id.toString());
    fields.put("state", status.state().name());
    fields.put("word", status.word());
    fields.put("phase", status.phase());
    fields.put("progress", status.progress());
    fields.put("attended", status.attended());
    fields.put("seenAt", seenAt == null ? null : seenAt.toString());
    return fields;
  }

  private static Map<String, String> bundle(String text, String html, String json) {
    Map<String, String> bundle = new LinkedHashMap<>();
    bundle.put("text/plain", text);
    bundle.put("text/html", html);
    bundle.put("application/json", json);
    return Collections.unmodifiableMap(bundle);
  }

  private static String text(List<String> headings, List<List<String>> rows, int more) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(headings);
    lines.addAll(rows);
    return list(lines) + (more > 0 ? "\n… " + more + " more" : "");
  }

  private static String list(List<List<String>> rows) {
    int[] widths = new int[rows.isEmpty() ? 0 : rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], plain(row.get(i)).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String cell = plain(row.get(i));
        line.append(i == 0 ? "" : GAP).append(cell).append(" ".repeat(widths[i] - cell.length()));
      }
      text.append(text.isEmpty() ? "" : "\n").append(line.toString().stripTrailing());
    }
    return text.toString();
  }

  private static String html(List<String> headings, List<List<String>> rows, int more) {
    StringBuilder html = new StringBuilder("<table>");
    if (!headings.isEmpty()) {
      html.append("<thead>").append(row("th", headings)).append("</thead>");
    }
    html.append("<tbody>");
    rows.forEach(row -> html.append(row("td", row)));
    if (more > 0) {
      html.append("<tr><td colspan=\"").append(headings.size()).append("\">… ");
      html.append(more).append(" more</td></tr>");
    }
    return html.append("</tbody></table>").toString();
  }

  private static String row(String tag, List<String> cells) {
    StringBuilder html = new StringBuilder("<tr>");
    for (String cell : cells) {
      html.append('<').append(tag).append('>').append(Html.escape(cell));
      html.append("</").append(tag).append('>');
    }
    return html.append("</tr>").toString();
  }

  /** One line, so that a cell cannot break the table. */
  private static String plain(String cell) {
    return cell.replaceAll("\\R", " ");
  }

  private static String percent(double fraction) {
    return Math.round(fraction * 100) + " %";
  }
}
