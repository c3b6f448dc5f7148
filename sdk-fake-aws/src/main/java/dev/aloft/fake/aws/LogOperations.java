package dev.aloft.fake.aws;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The operations of CloudWatch Logs. Thread-safe. */
final class LogOperations {
  private static final Pattern GROUP = Pattern.compile("[.\\-_/#A-Za-z0-9]{1,512}");
  private static final Pattern STREAM = Pattern.compile("[^:*]{1,512}");

  private final Cloud cloud;
  private final Logs logs;

  LogOperations(Cloud cloud) {
    this.cloud = cloud;
    this.logs = cloud.logs();
  }

  /** Serves the operations. */
  void serve(JsonService service) {
    on(service, "DescribeLogGroups", this::describeGroups);
    on(service, "DescribeLogStreams", this::describeStreams);
    on(service, "GetLogEvents", this::getEvents);
    on(service, "FilterLogEvents", this::filterEvents);
    on(service, "CreateLogGroup", this::createGroup);
    on(service, "CreateLogStream", this::createStream);
    on(service, "PutLogEvents", this::putEvents);
    on(service, "DeleteLogGroup", this::deleteGroup);
    on(service, "DeleteLogStream", this::deleteStream);
  }

  private void on(JsonService service, String name, Function<ObjectNode, ObjectNode> operation) {
    service.on(
        name,
        (input, caller) -> {
          synchronized (logs) {
            return operation.apply(input);
          }
        });
  }

  private ObjectNode describeGroups(ObjectNode input) {
    int limit = limit(input, 50);
    String prefix = input.path("logGroupNamePrefix").asString("");
    String part = input.path("logGroupNamePattern").asString("");
    List<LogGroup> found =
        logs.groups().values().stream()
            .filter(one -> one.name().startsWith(prefix) && one.name().contains(part))
            .toList();
    return page(input, "logGroups", found, LogGroup::name, limit, this::describe);
  }

  private ObjectNode describe(LogGroup group) {
    String arn = cloud.arn("logs", "log-group:" + group.name());
    return JsonNodeFactory.instance
        .objectNode()
        .put("logGroupName", group.name())
        .put("creationTime", group.created())
        .put("metricFilterCount", 0)
        .put("arn", arn + ":*")
        .put("logGroupArn", arn)
        .put("logGroupClass", "STANDARD")
        .put("storedBytes", 0);
  }

  private ObjectNode describeStreams(ObjectNode input) {
    int limit = limit(input, 50);
    String prefix = input.path("logStreamNamePrefix").asString("");
    boolean byTime = input.path("orderBy").asString("LogStreamName").equals("LastEventTime");
    if (byTime && !prefix.isEmpty()) {
      throw invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
    }
    LogGroup group = group(input);
    Stream<LogStream> ordered =
        prefix.isEmpty()
            ? group.streams().values().stream()
            : group.streams().tailMap(prefix, true).values().stream()
                .takeWhile(one -> one.name().startsWith(prefix));
    if (byTime) {
      ordered =
          ordered.sorted(Comparator.comparingLong(LogStream::last).thenComparing(LogStream::name));
    }
    List<LogStream> found = new ArrayList<>(ordered.toList());
    if (input.path("descending").asBoolean(false)) {
      Collections.reverse(found);
    }
    return page(
        input, "logStreams", found, LogStream::name, limit, stream -> describe(group, stream));
  }

  private ObjectNode describe(LogGroup group, LogStream stream) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("logStreamName", stream.name())
            .put("creationTime", stream.created())
            .put(
                "arn",
                cloud.arn("logs", "log-group:" + group.name()) + ":log-stream:" + stream.name())
            .put("storedBytes", 0);
    List<LogStream.Event> events = stream.events();
    if (!events.isEmpty()) {
      LogStream.Event last = events.get(events.size() - 1);
      node.put("firstEventTimestamp", events.get(0).time())
          .put("lastEventTimestamp", last.time())
          .put("lastIngestionTime", last.ingested())
          .put("uploadSequenceToken", String.valueOf(events.size()));
    }
    return node;
  }

  private ObjectNode getEvents(ObjectNode input) {
    limit(input, 10_000);
    LogStream stream = group(input).stream(required(input, "logStreamName"));
    return LogEventsPage.of(stream, input, cloud.incidents().hesitantLogs());
  }

  private ObjectNode filterEvents(ObjectNode input) {
    int limit = limit(input, 10_000);
    LogGroup group = group(input);
    JsonNode names = input.path("logStreamNames");
    String prefix = input.path("logStreamNamePrefix").asString("");
    if (!names.isEmpty() && !prefix.isEmpty()) {
      throw invalid("logStreamNames and logStreamNamePrefix cannot be given together.");
    }
    List<LogStream> streams = new ArrayList<>();
    if (names.isEmpty()) {
      group.streams().values().stream()
          .filter(one -> one.name().startsWith(prefix))
          .forEach(streams::add);
    }
    names.forEach(name -> streams.add(group.stream(name.asString())));
    LogPattern pattern = LogPattern.of(input.path("filterPattern").asString(""));
    long from = input.path("startTime").asLong(0);
    long to = input.path("endTime").asLong(Long.MAX_VALUE);
    record Line(String stream, int number, LogStream.Event event) {
      String id() {
        return String.format(Locale.ROOT, "%020d/%s/%010d", event.time(), stream, number);
      }
    }
    List<Line> found = new ArrayList<>();
    for (LogStream stream : streams) {
      for (int number = stream.from(from); number < stream.events().size(); number++) {
        LogStream.Event event = stream.events().get(number);
        if (event.time() <= to && pattern.fits(event.message())) {
          found.add(new Line(stream.name(), number, event));
        }
      }
    }
    found.sort(Comparator.comparing(Line::id));
    ObjectNode answer =
        page(
            input,
            "events",
            found,
            Line::id,
            limit,
            line ->
                JsonNodeFactory.instance
                    .objectNode()
                    .put("logStreamName", line.stream())
                    .put("timestamp", line.event().time())
                    .put("message", line.event().message())
                    .put("ingestionTime", line.event().ingested())
                    .put("eventId", Integer.toUnsignedString(line.id().hashCode())));
    answer.putArray("searchedLogStreams");
    return answer;
  }

  private ObjectNode createGroup(ObjectNode input) {
    String name = required(input, "logGroupName");
    if (!GROUP.matcher(name).matches()) {
      throw invalid(
          "1 validation error detected: Value '"
              + name
              + "' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular"
              + " expression pattern: [\\.\\-_/#A-Za-z0-9]+");
    }
    if (logs.groups().containsKey(name)) {
      throw new AwsFailure(
          400, "ResourceAlreadyExistsException", "The specified log group already exists");
    }
    logs.groups().put(name, new LogGroup(name, now()));
    return JsonNodeFactory.instance.objectNode();
  }

  private ObjectNode createStream(ObjectNode input) {
    String name = required(input, "logStreamName");
    if (!STREAM.matcher(name).matches()) {
      throw invalid(
          "1 validation error detected: Value '"
              + name
              + "' at 'logStreamName' failed to satisfy constraint: Member must satisfy regular"
              + " expression pattern: [^:*]*");
    }
    if (group(input).streams().putIfAbsent(name, new LogStream(name, now())) != null) {
      throw new AwsFailure(
          400, "ResourceAlreadyExistsException", "The specified log stream already exists");
    }
    return JsonNodeFactory.instance.objectNode();
  }

  private ObjectNode putEvents(ObjectNode input) {
    LogStream stream = group(input).stream(required(input, "logStreamName"));
    JsonNode events = input.path("logEvents");
    if (events.isEmpty()) {
      throw missing("logEvents");
    }
    long last = Long.MIN_VALUE;
    for (JsonNode event : events) {
      long time = event.path("timestamp").asLong(0);
      if (time < last) {
        throw invalid(
            "Log events in a single PutLogEvents request must be in chronological order.");
      }
      last = time;
    }
    for (JsonNode event : events) {
      stream.add(
          new LogStream.Event(
              event.path("timestamp").asLong(0), now(), event.path("message").asString("")));
    }
    return JsonNodeFactory.instance
        .objectNode()
        .put("nextSequenceToken", String.valueOf(stream.events().size()));
  }

  private ObjectNode deleteGroup(ObjectNode input) {
    logs.groups().remove(logs.group(required(input, "logGroupName")).name());
    return JsonNodeFactory.instance.objectNode();
  }

  private ObjectNode deleteStream(ObjectNode input) {
    LogGroup group = group(input);
    group.streams().remove(group.stream(required(input, "logStreamName")).name());
    return JsonNodeFactory.instance.objectNode();
  }

  private LogGroup group(ObjectNode input) {
    String identifier = input.path("logGroupIdentifier").asString("");
    return logs.group(
        identifier.isEmpty()
            ? required(input, "logGroupName")
            : identifier.replaceFirst("^arn:.*:log-group:", ""));
  }

  private long now() {
    return cloud.clock().now().toEpochMilli();
  }

  private static <T> ObjectNode page(
      ObjectNode input,
      String member,
      List<T> found,
      Function<T, String> key,
      int limit,
      Function<T, ObjectNode> node) {
    String token = input.path("nextToken").asString("");
    int begin = token.isEmpty() ? 0 : after(found, key, read(token));
    int end = Math.min(found.size(), begin + limit);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode array = answer.putArray(member);
    found.subList(begin, end).forEach(one -> array.add(node.apply(one)));
    if (end < found.size()) {
      answer.put("nextToken", write(key.apply(found.get(end - 1))));
    }
    return answer;
  }

  private static <T> int after(List<T> found, Function<T, String> key, String last) {
    for (int at = 0; at < found.size(); at++) {
      if (key.apply(found.get(at)).equals(last)) {
        return at + 1;
      }
    }
    return found.size();
  }

  private static String write(String key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  private static String read(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw invalid("The specified nextToken is invalid.");
    }
  }

  private static int limit(ObjectNode input, int most) {
    int limit = input.path("limit").asInt(most);
    if (limit < 1 || limit > most) {
      throw invalid(
          "1 validation error detected: Value '"
              + limit
              + "' at 'limit' failed to satisfy constraint: Member must have value "
              + (limit < 1 ? "greater than or equal to 1" : "less than or equal to " + most));
    }
    return limit;
  }

  private static String required(ObjectNode input, String member) {
    String value = input.path(member).asString("");
    if (value.isEmpty()) {
      throw missing(member);
    }
    return value;
  }

  private static AwsFailure missing(String member) {
    return invalid(
        "1 validation error detected: Value null at '"
            + member
            + "' failed to satisfy constraint: Member must not be null");
  }

  private static AwsFailure invalid(String message) {
    return new AwsFailure(400, "InvalidParameterException", message);
  }
}
