package dev.aloft.fake.aws;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A page of GetLogEvents. A token names the line that comes next; the end is where it comes back
 * unchanged, and an empty page is none.
 */
final class LogEventsPage {
  private static final Pattern TOKEN = Pattern.compile("([fb])/(\\d{56})/([sh])");

  private final LogStream stream;
  private final int low;
  private final int high;
  private final int limit;

  private LogEventsPage(LogStream stream, int low, int high, int limit) {
    this.stream = stream;
    this.low = low;
    this.high = high;
    this.limit = limit;
  }

  /**
   * The page that a request asks for.
   *
   * @param hesitant whether a page is empty when it is asked for first, with a changed token
   */
  static ObjectNode of(LogStream stream, ObjectNode input, boolean hesitant) {
    int low = stream.from(input.path("startTime").asLong(0));
    int high = stream.from(input.path("endTime").asLong(Long.MAX_VALUE));
    int limit = input.path("limit").asInt(10_000);
    LogEventsPage page = new LogEventsPage(stream, low, Math.max(low, high), limit);
    String token = input.path("nextToken").asString("");
    if (!token.isEmpty()) {
      Matcher matcher = TOKEN.matcher(token);
      if (!matcher.matches()) {
        throw new AwsFailure(
            400, "InvalidParameterException", "The specified nextToken is invalid.");
      }
      long number = Long.parseLong(matcher.group(2));
      boolean asked = matcher.group(3).equals("h");
      return matcher.group(1).equals("f")
          ? page.forward(number, hesitant && !asked, token)
          : page.backward(number, token);
    }
    if (input.path("startFromHead").asBoolean(false)) {
      return page.forward(low, hesitant, "");
    }
    return page.backward(high, "");
  }

  private ObjectNode forward(long line, boolean hesitates, String token) {
    int begin = clamp(line);
    if (hesitates && begin < high) {
      return answer(List.of(), forwardToken(begin, "h"), backwardToken(begin));
    }
    int end = stream.pageEnd(begin, high, limit);
    String next = end == begin && !token.isEmpty() ? token : forwardToken(end, "s");
    return answer(stream.events().subList(begin, end), next, backwardToken(begin));
  }

  private ObjectNode backward(long line, String token) {
    int end = clamp(line);
    int begin = stream.pageBegin(low, end, limit);
    String next = end == begin && !token.isEmpty() ? token : backwardToken(begin);
    return answer(stream.events().subList(begin, end), forwardToken(end, "s"), next);
  }

  private int clamp(long line) {
    return (int) Math.min(high, Math.max(low, line));
  }

  private static String forwardToken(int line, String ending) {
    return String.format(Locale.ROOT, "f/%056d/%s", line, ending);
  }

  private static String backwardToken(int line) {
    return String.format(Locale.ROOT, "b/%056d/s", line);
  }

  private static ObjectNode answer(List<LogStream.Event> events, String forward, String backward) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode lines = answer.putArray("events");
    for (LogStream.Event event : events) {
      lines
          .addObject()
          .put("timestamp", event.time())
          .put("message", event.message())
          .put("ingestionTime", event.ingested());
    }
    return answer.put("nextForwardToken", forward).put("nextBackwardToken", backward);
  }
}
