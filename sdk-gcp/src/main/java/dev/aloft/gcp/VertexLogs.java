package dev.aloft.gcp;

import dev.aloft.driver.DriverContext;
import dev.aloft.driver.LogLine;
import dev.aloft.driver.LogPage;
import dev.aloft.http.HttpAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The lines of Cloud Logging, of the logs of one kind of resource. Entries come in out of order:
 * those of the last five seconds, by the service's clock, are held back while more may come before
 * them. Where to go on is the time and the id of the last line that was given. All logs that are
 * read at a time share one reader. Thread-safe.
 */
final class VertexLogs {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final MediaType JSON_TYPE = MediaType.get("application/json; charset=utf-8");
  private static final Duration UNSETTLED = Duration.ofSeconds(5);

  /** A date names a whole second, so that a later answer may seem to be this much earlier. */
  static final Duration ROUNDED = Duration.ofSeconds(1);

  private static final int PAGE = 1_000;

  /** Pages without an entry, after which a tail is what has come. */
  private static final int EMPTY_PAGES = 10;

  /** Of the 20,000 characters of a filter. */
  private static final int LONGEST_CONDITION = 19_000;

  private final DriverContext context;
  private final GcpClients clients;
  private final Kind kind;
  private final LogSharing sharing;

  VertexLogs(DriverContext context, GcpClients clients, Kind kind) {
    this.context = context;
    this.clients = clients;
    this.kind = kind;
    this.sharing = new LogSharing(context.timing(), new Entries(), LONGEST_CONDITION);
  }

  /** What has a log. */
  enum Kind {
    JOB("ml_job", "job_id"),
    ENDPOINT("aiplatform.googleapis.com/Endpoint", "endpoint_id");

    private final String type;
    private final String label;

    Kind(String type, String label) {
      this.type = type;
      this.label = label;
    }

    private String filter(String condition) {
      return "resource.type=\"" + type + "\" AND " + condition;
    }

    private String condition(String id) {
      return "resource.labels." + label + "=\"" + id + "\"";
    }

    /** With a time before which nothing was written, so that no more is searched than has to be. */
    private String condition(String id, @Nullable Instant from) {
      String condition = condition(id);
      return from == null ? condition : "(" + condition + " AND timestamp>=\"" + from + "\")";
    }
  }

  /** How entries are asked for. */
  private final class Entries implements LogSharing.Service {
    @Override
    public String condition(String log, @Nullable Instant from) {
      return kind.condition(log, from);
    }

    @Override
    public LogSharing.Page list(String condition, String token) {
      return VertexLogs.this.list(kind.filter(condition), "timestamp asc", PAGE, token);
    }
  }

  /**
   * A piece of a log.
   *
   * @param id the number or name of what has the log
   * @param began when the first line was written at the earliest, null when unknown; asked only
   *     where nothing was read yet
   * @param mayGoOn whether more may be written; asked only where lines are held back
   */
  LogPage page(
      String id,
      @Nullable String cursor,
      Supplier<@Nullable Instant> began,
      BooleanSupplier mayGoOn) {
    LogPlace last = LogPlace.parse(cursor);
    LogPlace from = last.at() == null ? new LogPlace(began.get(), "") : last;
    LogSharing.Piece piece = sharing.read(id, from);
    List<LogEntry> entries = piece.entries();
    Instant settled = piece.asOf().minus(UNSETTLED);
    boolean unsettled = !entries.isEmpty() && entries.get(entries.size() - 1).at().isAfter(settled);
    List<LogEntry> given =
        unsettled && mayGoOn.getAsBoolean()
            ? entries.stream().filter(entry -> !entry.at().isAfter(settled)).toList()
            : entries;
    LogPlace next = given.isEmpty() ? from : LogPlace.after(given.get(given.size() - 1));
    return new LogPage(given.stream().map(LogEntry::line).toList(), next.cursor(), piece.whole());
  }

  /**
   * The last lines, oldest first.
   *
   * @param began when the first line was written at the earliest; null when unknown
   */
  List<LogLine> tail(String id, @Nullable Instant began, int lines) {
    String filter = kind.filter(kind.condition(id, began));
    List<LogLine> last = new ArrayList<>();
    String token = "";
    int empty = 0;
    do {
      int wanted = Math.min(lines - last.size(), PAGE);
      LogSharing.Page page = list(filter, "timestamp desc", wanted, token);
      page.entries().forEach(entry -> last.add(entry.line()));
      token = page.token();
      empty = page.entries().isEmpty() ? empty + 1 : 0;
    } while (last.size() < lines && !token.isEmpty() && empty < EMPTY_PAGES);
    Collections.reverse(last);
    return last;
  }

  /**
   * How much longer lines may come that were written until a time. Asks the service for its time
   * when no answer of the last minute has told it.
   *
   * @param end by the service's clock; null for one that never began
   */
  Duration rest(@Nullable Instant end) {
    if (end == null) {
      return Duration.ZERO;
    }
    Instant now =
        clients
            .logging()
            .clock()
            .now()
            .orElseGet(
                () -> list(kind.filter(kind.condition("0", end)), "timestamp desc", 1, "").asOf());
    Duration rest = Duration.between(now, end.plus(UNSETTLED).plus(ROUNDED));
    return rest.isNegative() ? Duration.ZERO : rest;
  }

  private LogSharing.Page list(String filter, String order, int size, String token) {
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
            this::page);
  }

  private LogSharing.Page page(HttpAnswer answer) {
    JsonNode page = JSON.readTree(answer.body());
    Instant asOf = answer.date().orElseGet(() -> context.timing().now());
    return new LogSharing.Page(entries(page), page.path("nextPageToken").asString(""), asOf);
  }

  private List<LogEntry> entries(JsonNode page) {
    List<LogEntry> entries = new ArrayList<>();
    page.path("entries").forEach(one -> entries.add(entry(one)));
    return entries;
  }

  private LogEntry entry(JsonNode json) {
    Instant at = Instant.parse(json.path("timestamp").asString("1970-01-01T00:00:00Z"));
    JsonNode payload = json.path("jsonPayload").path("message");
    String text =
        payload.isMissingNode() ? json.path("textPayload").asString("") : payload.asString("");
    JsonNode labels = json.path("resource").path("labels");
    return new LogEntry(
        labels.path(kind.label).asString(""),
        at,
        json.path("insertId").asString(""),
        new LogLine(at, source(labels.path("task_name").asString("")), text.stripTrailing()));
  }

  /** The first machine, which most jobs have no other beside, needs no name. */
  private static String source(String task) {
    return task.equals("workerpool0-0") ? "" : task;
  }
}
