package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.Aloft;
import dev.aloft.driver.LogLine;
import dev.aloft.driver.LogPage;
import dev.aloft.fake.Exchange;
import dev.aloft.fake.FakeClock;
import dev.aloft.fake.aws.AwsCloud;
import dev.aloft.layer.Call;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;

/** Logs of many streams against the fake. */
class CloudWatchLogsTest {
  private static final String GROUP = "/aws/sagemaker/Endpoints/kit";
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private AwsCloud cloud;
  private DirectContext context;
  private CloudWatchLogsClient bare;
  private CloudWatchLogs logs;

  @BeforeEach
  void start() {
    cloud = AwsCloud.builder().clock(FakeClock.driven(START)).unlimitedRates().start();
    context =
        new DirectContext(
            Map.of("region", "us-east-1", "endpoint", cloud.url(), "staging", "s3://team/x"));
    AwsClients clients = AwsClients.of(context);
    bare = clients.logs();
    logs = new CloudWatchLogs(context, clients, stream -> stream);
  }

  @AfterEach
  void end() {
    context.close();
    cloud.close();
  }

  /** A stream with lines at these milliseconds, as many as there are. */
  private static void write(
      CloudWatchLogsClient client, String group, String stream, IntStream times) {
    client.createLogStream(made -> made.logGroupName(group).logStreamName(stream));
    List<InputLogEvent> events =
        times
            .mapToObj(
                at ->
                    InputLogEvent.builder()
                        .timestamp(START.toEpochMilli() + at)
                        .message(stream + " " + at)
                        .build())
            .toList();
    client.putLogEvents(put -> put.logGroupName(group).logStreamName(stream).logEvents(events));
  }

  private List<LogPage> pages() {
    List<LogPage> pages = new ArrayList<>();
    LogPage page;
    do {
      page = logs.page(GROUP, "", pages.isEmpty() ? null : pages.get(pages.size() - 1).cursor());
      pages.add(page);
    } while (!page.caughtUp());
    return pages;
  }

  private static List<Long> times(List<LogPage> pages) {
    return pages.stream()
        .flatMap(page -> page.lines().stream())
        .map(line -> Duration.between(START, line.at()).toMillis())
        .toList();
  }

  @Test
  void groupThatNobodyWroteToIsSilence() {
    LogPage page = logs.page(GROUP, "", null);

    assertThat(page.lines()).isEmpty();
    assertThat(page.caughtUp()).isTrue();
    assertThat(logs.tail(GROUP, "", 10)).isEmpty();
  }

  @Test
  void pagesOfManyStreamsAreBoundedAndInTheOrderOfTime() {
    int streams = 60;
    int lines = 250;
    bare.createLogGroup(made -> made.logGroupName(GROUP));
    for (int stream = 0; stream < streams; stream++) {
      int first = stream;
      write(
          bare,
          GROUP,
          "blue/i-" + stream,
          IntStream.range(0, lines).map(line -> line * streams + first));
    }

    List<LogPage> pages = pages();

    assertThat(pages).allSatisfy(page -> assertThat(page.lines()).hasSizeLessThanOrEqualTo(10_000));
    assertThat(pages).hasSizeGreaterThan(1);
    assertThat(times(pages))
        .isEqualTo(IntStream.range(0, streams * lines).mapToObj(Long::valueOf).toList());
    assertThat(context.calls())
        .filteredOn(call -> call.operation().equals("GetLogEvents"))
        .first()
        .extracting(call -> ((GetLogEventsRequest.Builder) call.request()).build().limit())
        .isEqualTo(10_000 / streams);
  }

  @Test
  void whatComesLaterIsReadFromTheSameCursor() {
    bare.createLogGroup(made -> made.logGroupName(GROUP));
    write(bare, GROUP, "blue/i-1", IntStream.of(0, 5));
    List<LogPage> first = pages();

    write(bare, GROUP, "blue/i-2", IntStream.of(7, 9));
    LogPage later = logs.page(GROUP, "", first.get(first.size() - 1).cursor());

    assertThat(times(first)).containsExactly(0L, 5L);
    assertThat(first).flatExtracting(LogPage::lines).extracting(LogLine::source).containsOnly("");
    assertThat(later.lines())
        .extracting(LogLine::source, LogLine::text)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("blue/i-2", "blue/i-2 7"),
            org.assertj.core.groups.Tuple.tuple("blue/i-2", "blue/i-2 9"));
  }

  @Test
  void everyRequestDrawsFromTheRatesOfTheService() {
    bare.createLogGroup(made -> made.logGroupName(GROUP));
    write(bare, GROUP, "blue/i-1", IntStream.of(1));

    pages();
    logs.tail(GROUP, "", 5);

    assertThat(context.calls())
        .extracting(Call::operation, Call::bucket)
        .containsOnly(
            org.assertj.core.groups.Tuple.tuple("DescribeLogStreams", AwsRates.LOG_STREAMS),
            org.assertj.core.groups.Tuple.tuple("GetLogEvents", AwsRates.LOG_EVENTS));
  }

  @Test
  void anEndpointsLogIsReadAtThePaceOfTheService(@TempDir Path directory) {
    int streams = 80;
    try (AwsHarness place = new AwsHarness(directory);
        Aloft aloft = place.client().open()) {
      CloudWatchLogsClient client = aloft.unwrap(CloudWatchLogsClient.class).orElseThrow();
      client.createLogGroup(made -> made.logGroupName(GROUP));
      IntStream.range(0, streams)
          .forEach(i -> write(client, GROUP, "blue/i-" + (100 + i), IntStream.of(i)));

      List<LogLine> lines = aloft.endpoint("kit").logs().toList();

      assertThat(lines).hasSize(streams);
      List<Instant> asked =
          place.cloud().exchanges().of("GetLogEvents").stream().map(Exchange::at).toList();
      for (int i = 50; i < asked.size(); i++) {
        assertThat(Duration.between(asked.get(i - 50), asked.get(i)))
            .isGreaterThanOrEqualTo(Duration.ofMillis(990));
      }
    }
  }
}
