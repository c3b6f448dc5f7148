package dev.aloft.aws;

import dev.aloft.driver.LogLine;
import dev.aloft.driver.LogPage;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;

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
  LogPage read(String endpoint, @Nullable String cursor) {
    Map<String, String> tokens = tokens(cursor);
    List<LogLine> lines = new ArrayList<>();
    boolean caughtUp = true;
    for (String stream : streams(endpoint)) {
      String from = tokens.get(stream);
      GetLogEventsResponse page = page(endpoint, stream, from);
      for (OutputLogEvent event : page.events()) {
        lines.add(
            new LogLine(
                Instant.ofEpochMilli(event.timestamp()), stream, event.message().stripTrailing()));
      }
      String next = page.nextForwardToken();
      caughtUp &= next == null || next.equals(from);
      if (next != null) {
        tokens.put(stream, next);
      }
    }
    lines.sort(Comparator.comparing(LogLine::at, Comparator.nullsFirst(Comparator.naturalOrder())));
    return new LogPage(lines, cursor(tokens), caughtUp);
  }

  private static Map<String, String> tokens(@Nullable String cursor) {
    Map<String, String> tokens = new LinkedHashMap<>();
    for (String line : cursor == null ? new String[0] : cursor.split("\n", -1)) {
      int tab = line.indexOf('\t');
      if (tab > 0) {
        tokens.put(line.substring(0, tab), line.substring(tab + 1));
      }
    }
    return tokens;
  }

  private static String cursor(Map<String, String> tokens) {
    List<String> lines = new ArrayList<>();
    tokens.forEach((stream, token) -> lines.add(stream + "\t" + token));
    return String.join("\n", lines);
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

  private GetLogEventsResponse page(String endpoint, String stream, @Nullable String from) {
    CloudWatchLogsClient client = clients.logs();
    return sender.read(
        "GetLogEvents",
        endpoint,
        GetLogEventsRequest.builder()
            .logGroupName(GROUP + endpoint)
            .logStreamName(stream)
            .startFromHead(true)
            .limit(LINES)
            .nextToken(from),
        request -> client.getLogEvents(request.build()));
  }
}
