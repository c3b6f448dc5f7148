package dev.aloft.fake.gcp;

import dev.aloft.fake.Answer;
import dev.aloft.fake.FakeCloud.Conversation;
import dev.aloft.fake.Question;
import dev.aloft.fake.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Cloud Logging: the list of entries. */
final class LoggingService implements HttpService {
  private static final String LIST = "/v2/entries:list";
  private static final int USUAL_PAGE = 50;
  private static final int LARGEST_PAGE = 1000;
  private static final int LONGEST_FILTER = 20_000;
  private static final int READS_PER_MINUTE = 60;

  private final Cloud cloud;
  private final Logs logs;
  private final MinuteRate reads;

  LoggingService(Cloud cloud, Logs logs) {
    this.cloud = cloud;
    this.logs = logs;
    this.reads = new MinuteRate(cloud.clock(), READS_PER_MINUTE);
  }

  @Override
  public boolean takes(Request request) {
    return request.method().equals("POST") && request.path().equals(LIST);
  }

  @Override
  public Conversation open(Request request) throws IOException {
    byte[] body = JsonBodies.read(request);
    String text = new String(body, StandardCharsets.UTF_8);
    Question question =
        new Question("logging", "logging.entries.list", "", "logging.logEntries.list", "", text);
    return new JsonCall(
        question, () -> list(JsonBodies.parse(body)).with("Date", httpDate(cloud.clock().now())));
  }

  private static String httpDate(Instant time) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
  }

  private Answer list(JsonNode asked) {
    Set<String> projects = projects(asked.path("resourceNames"));
    for (String project : projects) {
      admit(project);
    }
    boolean descending = isDescending(asked.path("orderBy").asString(""));
    int size = pageSize(asked.path("pageSize"));
    Token token = Token.read(asked.path("pageToken").asString(""));
    Predicate<LogEntry> wanted = condition(asked.path("filter").asString(""));
    ObjectNode page = JsonBodies.object();
    if (token.isFirst() && cloud.incidents().hesitantLogs()) {
      return JsonBodies.answer(page.put("nextPageToken", new Token(-1, true).write()));
    }
    List<LogEntry> found =
        logs.find(
            wanted.and(entry -> projects.contains(cloud.projects().number(entry.project()))),
            descending,
            token.after(),
            size + 1);
    ArrayNode entries = page.putArray("entries");
    found.stream().limit(size).forEach(entry -> entries.add(json(entry)));
    if (found.isEmpty()) {
      page.remove("entries");
    }
    if (found.size() > size) {
      page.put("nextPageToken", new Token(found.get(size - 1).number(), true).write());
    }
    return JsonBodies.answer(page);
  }

  private Set<String> projects(JsonNode names) {
    Set<String> projects = new HashSet<>();
    for (JsonNode name : names) {
      String[] parts = name.asString("").split("/", -1);
      if (parts.length < 2 || !parts[0].equals("projects")) {
        throw GcpFailure.invalid("Name \"" + name.asString("") + "\" is not a resource's.");
      }
      projects.add(cloud.projects().number(parts[1]));
    }
    if (projects.isEmpty()) {
      throw GcpFailure.invalid("resourceNames must name at least one resource.");
    }
    return projects;
  }

  private void admit(String project) {
    if (cloud.hasRates() && !reads.admits(project)) {
      throw GcpFailure.tooOften(
          "Read requests",
          "Read requests per minute",
          "logging.googleapis.com",
          "project_number:" + project);
    }
  }

  private static Predicate<LogEntry> condition(String filter) {
    if (filter.length() > LONGEST_FILTER) {
      throw GcpFailure.invalid("The filter is longer than " + LONGEST_FILTER + " characters.");
    }
    return Filter.of(filter, new LogEntry.Fields(), LogEntry::ownLabels);
  }

  private static boolean isDescending(String orderBy) {
    return switch (orderBy.strip()) {
      case "", "timestamp", "timestamp asc" -> false;
      case "timestamp desc" -> true;
      default -> throw GcpFailure.invalid("orderBy: '" + orderBy + "' is no order of entries.");
    };
  }

  private static int pageSize(JsonNode asked) {
    int size = asked.asInt(0);
    if (size < 0 || size > LARGEST_PAGE) {
      throw GcpFailure.invalid("page_size: " + size + " is not between 0 and " + LARGEST_PAGE);
    }
    return size == 0 ? USUAL_PAGE : size;
  }

  private static ObjectNode json(LogEntry entry) {
    ObjectNode json = JsonBodies.object();
    json.put("insertId", entry.insertId());
    json.putObject("jsonPayload").put("message", entry.message());
    ObjectNode resource = json.putObject("resource").put("type", entry.resourceType());
    ObjectNode labels = resource.putObject("labels");
    entry.labels().forEach(labels::put);
    ObjectNode own = json.putObject("labels");
    entry.ownLabels().forEach(own::put);
    return json.put("timestamp", entry.at().toString())
        .put("severity", entry.severity())
        .put("logName", entry.logName())
        .put("receiveTimestamp", entry.received().toString());
  }

  /**
   * Where a list goes on.
   *
   * @param after the number of the last entry; less than 0 for the beginning
   * @param given whether a page was answered before
   */
  private record Token(long after, boolean given) {

    static Token read(String token) {
      if (token.isEmpty()) {
        return new Token(-1, false);
      }
      try {
        String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII);
        return new Token(Long.parseLong(text), true);
      } catch (IllegalArgumentException e) {
        throw GcpFailure.invalid("page_token is not valid.");
      }
    }

    boolean isFirst() {
      return !given;
    }

    String write() {
      byte[] text = Long.toString(after).getBytes(StandardCharsets.US_ASCII);
      return Base64.getUrlEncoder().encodeToString(text);
    }
  }
}
