package dev.aloft.gcp;

import dev.aloft.driver.DriverContext;
import dev.aloft.driver.LogLine;
import dev.aloft.driver.LogPage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The lines of Cloud Logging. Entries come in out of order: those of the last five seconds are held
 * back while more may come before them. Where to go on is the time and the id of the last line that
 * was given. Thread-safe.
 */
final class VertexLogs {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final MediaType JSON_TYPE = MediaType.get("application/json; charset=utf-8");
  private static final Duration UNSETTLED = Duration.ofSeconds(5);
  private static final int PAGE = 1_000;
  private static final int EMPTY_PAGES = 10;

  private final DriverContext context;
  private final GcpClients clients;

  VertexLogs(DriverContext context, GcpClients clients) {
    this.context = context;
    this.clients = clients;
  }

  /** What an entry says, with what orders it. */
  private record Entry(Instant at, String id, LogLine line) {}

  /**
   * A piece of a log.
   *
   * @param what the filter of the log
   * @param mayGoOn whether more may be written; asked only where lines are held back
   */
  LogPage page(String what, @Nullable String cursor, BooleanSupplier mayGoOn) {
    Place from = Place.parse(cursor);
    String filter = from.at() == null ? what : what + " AND timestamp>=\"" + from.at() + "\"";
    List<Entry> entries = new ArrayList<>();
    String token = "";
    int pages = 0;
    do {
      JsonNode page = list(filter, "timestamp asc", PAGE, token);
      for (JsonNode one : page.path("entries")) {
        Entry entry = entry(one);
        if (from.isBefore(entry)) {
          entries.add(entry);
        }
      }
      token = page.path("nextPageToken").asString("");
      pages++;
    } while (entries.isEmpty() && !token.isEmpty() && pages < EMPTY_PAGES);
    Instant settled = context.timing().now().minus(UNSETTLED);
    boolean unsettled = !entries.isEmpty() && entries.get(entries.size() - 1).at().isAfter(settled);
    List<Entry> given =
        unsettled && mayGoOn.getAsBoolean()
            ? entries.stream().filter(entry -> !entry.at().isAfter(settled)).toList()
            : entries;
    Place next = given.isEmpty() ? from : Place.after(given.get(given.size() - 1));
    return new LogPage(given.stream().map(Entry::line).toList(), next.text(), token.isEmpty());
  }

  /** The last lines, oldest first. */
  List<LogLine> tail(String what, int lines) {
    JsonNode page = list(what, "timestamp desc", Math.min(lines, PAGE), "");
    List<LogLine> last = new ArrayList<>();
    page.path("entries").forEach(one -> last.add(entry(one).line()));
    Collections.reverse(last);
    return last;
  }

  private JsonNode list(String filter, String order, int size, String token) {
    ObjectNode body = JSON.createObjectNode();
    body.putArray("resourceNames").add("projects/" + clients.config().requireProject());
    body.put("filter", filter);
    body.put("orderBy", order);
    body.put("pageSize", size);
    if (!token.isEmpty()) {
      body.put("pageToken", token);
    }
    HttpUrl url = HttpUrl.get(clients.address("logging.googleapis.com") + "/v2/entries:list");
    return clients
        .logging()
        .send(
            context.call("ListLogEntries", "").bucket(GcpRates.LOGS).repeatable(),
            new Request.Builder()
                .url(url)
                .post(RequestBody.create(JSON.writeValueAsBytes(body), JSON_TYPE)),
            answer -> JSON.readTree(answer.body()));
  }

  private static Entry entry(JsonNode json) {
    Instant at = Instant.parse(json.path("timestamp").asString("1970-01-01T00:00:00Z"));
    JsonNode payload = json.path("jsonPayload").path("message");
    String text =
        payload.isMissingNode() ? json.path("textPayload").asString("") : payload.asString("");
    JsonNode labels = json.path("resource").path("labels");
    return new Entry(
        at,
        json.path("insertId").asString(""),
        new LogLine(at, source(labels.path("task_name").asString("")), text.stripTrailing()));
  }

  /** The first machine, which most jobs have no other beside, needs no name. */
  private static String source(String task) {
    return task.equals("workerpool0-0") ? "" : task;
  }

  /** The last line that was given. */
  private record Place(@Nullable Instant at, String id) {
    static Place parse(@Nullable String text) {
      int bar = text == null ? -1 : text.indexOf('|');
      return text == null || bar < 0
          ? new Place(null, "")
          : new Place(Instant.parse(text.substring(0, bar)), text.substring(bar + 1));
    }

    static Place after(Entry entry) {
      return new Place(entry.at(), entry.id());
    }

    /** Entries of one time are ordered by their ids. */
    boolean isBefore(Entry entry) {
      if (at == null) {
        return true;
      }
      int order = at.compareTo(entry.at());
      return order < 0 || (order == 0 && id.compareTo(entry.id()) < 0);
    }

    String text() {
      return at == null ? "" : at + "|" + id;
    }
  }
}
