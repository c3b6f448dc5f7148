package dev.aloft.aws;

import dev.aloft.driver.LogLine;
import dev.aloft.driver.LogPage;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;

/**
 * The lines that an endpoint's containers print, one stream for each machine. A group that does not
 * exist yet is silence; a page may be empty with more to come. Thread-safe.
 */
final class EndpointLogs {
  private static final String GROUP = "/aws/sagemaker/Endpoints/";
  private static final int LINES = 1_000;

  private final AwsSender sender;
  private final AwsClients clients;

  EndpointLogs(AwsSender sender, AwsClients clients) {
    this.sender = sender;
    this.clients = clients;
  }

  /** The lines of all streams since the cursor, in the order of their times. */
  LogPage read(String endpoint, @Nullable String text) {
    LogCursor cursor = LogCursor.parse(text);
    List<LogMerge.StreamPage> pages = new ArrayList<>();
    for (String stream : streams(endpoint)) {
      pages.add(page(endpoint, stream, cursor.place(stream)));
    }
    LogMerge.Merged merged = LogMerge.merge(pages);
    return new LogPage(
        merged.lines().stream().map(EndpointLogs::shown).toList(),
        merged.cursor().text(),
        merged.caughtUp());
  }

  private static LogLine shown(LogMerge.Line line) {
    return new LogLine(Instant.ofEpochMilli(line.at()), line.stream(), line.text().stripTrailing());
  }

  private List<String> streams(String endpoint) {
    CloudWatchLogsClient client = clients.logs();
    List<String> names = new ArrayList<>();
    String token = null;
    try {
      do {
        DescribeLogStreamsRequest.Builder request =
            DescribeLogStreamsRequest.builder().logGroupName(GROUP + endpoint).nextToken(token);
        DescribeLogStreamsResponse page =
            sender.read(
                "DescribeLogStreams",
                endpoint,
                request,
                built -> client.describeLogStreams(built.build()));
        page.logStreams().stream().map(LogStream::logStreamName).forEach(names::add);
        token = page.nextToken();
      } while (token != null);
    } catch (AloftException e) {
      if (e.code() != ErrorCode.NOT_FOUND) {
        throw e;
      }
    }
    return names;
  }

  private LogMerge.StreamPage page(String endpoint, String stream, LogCursor.Place from) {
    CloudWatchLogsClient client = clients.logs();
    GetLogEventsResponse page =
        sender.read(
            "GetLogEvents",
            endpoint,
            GetLogEventsRequest.builder()
                .logGroupName(GROUP + endpoint)
                .logStreamName(stream)
                .startFromHead(true)
                .limit(LINES)
                .nextToken(from.token().isEmpty() ? null : from.token()),
            request -> client.getLogEvents(request.build()));
    List<LogMerge.Line> lines =
        page.events().stream()
            .map(event -> new LogMerge.Line(event.timestamp(), stream, event.message()))
            .toList();
    String next = page.nextForwardToken();
    return new LogMerge.StreamPage(stream, from, lines, next == null ? "" : next);
  }
}
