package dev.aloft.aws;

import dev.aloft.driver.DriverContext;
import dev.aloft.driver.LogLine;
import dev.aloft.driver.LogPage;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.layer.Call;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;

/**
 * The log of a group of CloudWatch, all streams whose names start alike as one, in the order of
 * time. A group that nobody has written to yet is an empty log. Every request keeps to the rates of
 * the service; a page holds at most {@value #MOST_EVENTS} events, shared by the streams.
 * Thread-safe.
 */
final class CloudWatchLogs {
  static final int MOST_EVENTS = 10_000;

  private final DriverContext context;
  private final AwsClients clients;
  private final AwsSender sender;
  private final UnaryOperator<String> source;

  /**
   * A reader.
   *
   * @param source what a line's source is called, by the name of its stream
   */
  CloudWatchLogs(DriverContext context, AwsClients clients, UnaryOperator<String> source) {
    this.context = context;
    this.clients = clients;
    this.sender = new AwsSender(context, clients.config());
    this.source = source;
  }

  /** A page of a log, of all streams that start with a text. */
  LogPage page(String group, String prefix, @Nullable String cursor) {
    LogCursor from = LogCursor.parse(cursor);
    List<String> streams = streams(group, prefix);
    List<LogMerge.StreamPage> pages = new ArrayList<>();
    int share = Math.max(1, MOST_EVENTS / Math.max(1, streams.size()));
    for (String stream : streams) {
      LogCursor.Place place = from.place(stream);
      String token = place.token().isEmpty() ? null : place.token();
      GetLogEventsResponse events =
          events(group, stream, token, true, Math.min(MOST_EVENTS, share + place.lines()));
      pages.add(
          new LogMerge.StreamPage(
              stream, place, lines(stream, events), text(events.nextForwardToken())));
    }
    LogMerge.Merged merged = LogMerge.merge(pages);
    return new LogPage(shown(merged.lines(), streams), merged.cursor().text(), merged.caughtUp());
  }

  /** The last lines, oldest first. */
  List<LogLine> tail(String group, String prefix, int count) {
    List<String> streams = streams(group, prefix);
    List<LogMerge.Line> all = new ArrayList<>();
    for (String stream : streams) {
      all.addAll(lines(stream, events(group, stream, null, false, Math.min(count, MOST_EVENTS))));
    }
    all.sort(Comparator.comparingLong(LogMerge.Line::at));
    return shown(all.subList(Math.max(0, all.size() - count), all.size()), streams);
  }

  private List<String> streams(String group, String prefix) {
    List<String> names = new ArrayList<>();
    String token = null;
    do {
      DescribeLogStreamsRequest.Builder request =
          DescribeLogStreamsRequest.builder()
              .logGroupName(group)
              .logStreamNamePrefix(prefix.isEmpty() ? null : prefix)
              .nextToken(token);
      DescribeLogStreamsResponse page;
      try {
        page =
            sender.send(
                call("DescribeLogStreams", group, AwsRates.LOG_STREAMS),
                request,
                describe -> clients.logs().describeLogStreams(describe.build()));
      } catch (AloftException e) {
        if (e.code() == ErrorCode.NOT_FOUND) {
          return List.of();
        }
        throw e;
      }
      page.logStreams().stream().map(LogStream::logStreamName).forEach(names::add);
      token = page.nextToken();
    } while (token != null);
    return names;
  }

  private GetLogEventsResponse events(
      String group, String stream, @Nullable String token, boolean fromHead, int limit) {
    GetLogEventsRequest.Builder request =
        GetLogEventsRequest.builder()
            .logGroupName(group)
            .logStreamName(stream)
            .startFromHead(fromHead)
            .nextToken(token)
            .limit(limit);
    return sender.send(
        call("GetLogEvents", stream, AwsRates.LOG_EVENTS),
        request,
        get -> clients.logs().getLogEvents(get.build()));
  }

  private Call.Builder call(String operation, String resource, String bucket) {
    return context.call(operation, resource).bucket(bucket).repeatable();
  }

  private static String text(@Nullable String token) {
    return token == null ? "" : token;
  }

  private static List<LogMerge.Line> lines(String stream, GetLogEventsResponse page) {
    return page.events().stream()
        .map(event -> new LogMerge.Line(event.timestamp(), stream, event.message()))
        .toList();
  }

  private List<LogLine> shown(List<LogMerge.Line> lines, List<String> streams) {
    boolean several = streams.stream().map(source).distinct().count() > 1;
    List<LogLine> shown = new ArrayList<>();
    for (LogMerge.Line line : lines) {
      Instant at = Instant.ofEpochMilli(line.at());
      String from = several ? source.apply(line.stream()) : "";
      line.text().lines().forEach(text -> shown.add(new LogLine(at, from, text)));
    }
    return shown;
  }
}
