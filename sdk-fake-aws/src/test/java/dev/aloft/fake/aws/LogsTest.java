package dev.aloft.fake.aws;

import static dev.aloft.fake.aws.Jobs.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** CloudWatch Logs, as clients follow the lines of jobs. */
class LogsTest {
  private static final String GROUP = "/aws/sagemaker/TrainingJobs";

  private final Jobs jobs = new Jobs();

  @AfterEach
  void close() {
    jobs.close();
  }

  private GetLogEventsResponse events(String stream, String token, int limit) {
    return jobs.logs.getLogEvents(
        GetLogEventsRequest.builder()
            .logGroupName(GROUP)
            .logStreamName(stream)
            .startFromHead(true)
            .nextToken(token)
            .limit(limit)
            .build());
  }

  private String stream() {
    return jobs.logs
        .describeLogStreams(r -> r.logGroupName(GROUP).logStreamNamePrefix("a/"))
        .logStreams()
        .get(0)
        .logStreamName();
  }

  private static List<String> texts(GetLogEventsResponse page) {
    return page.events().stream().map(one -> one.message()).toList();
  }

  @Test
  void groupIsThereWithTheFirstLine() throws Exception {
    Jobs.Container container = jobs.train(request("a"));
    assertThatThrownBy(() -> jobs.logs.describeLogStreams(r -> r.logGroupName(GROUP)))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("The specified log group does not exist.");
    container.work.log().accept("hello");
    long epoch = jobs.cloud.clock().now().getEpochSecond();
    assertThat(stream()).isEqualTo("a/algo-1-" + epoch);
    assertThat(texts(events(stream(), null, 100))).containsExactly("hello");
    assertThatThrownBy(() -> events("a/other", null, 1))
        .hasMessageContaining("The specified log stream does not exist.");
  }

  @Test
  void endIsWhereTheTokenComesBackUnchanged() throws Exception {
    Jobs.Container container = jobs.train(request("a"));
    for (int i = 0; i < 5; i++) {
      container.work.log().accept("line " + i);
    }
    GetLogEventsResponse first = events(stream(), null, 3);
    assertThat(texts(first)).containsExactly("line 0", "line 1", "line 2");
    GetLogEventsResponse second = events(stream(), first.nextForwardToken(), 3);
    assertThat(texts(second)).containsExactly("line 3", "line 4");
    assertThat(second.nextForwardToken()).isNotEqualTo(first.nextForwardToken());
    GetLogEventsResponse end = events(stream(), second.nextForwardToken(), 3);
    assertThat(end.events()).isEmpty();
    assertThat(end.nextForwardToken()).isEqualTo(second.nextForwardToken());
    container.work.log().accept("line 5");
    assertThat(texts(events(stream(), end.nextForwardToken(), 3))).containsExactly("line 5");
    GetLogEventsResponse tail =
        jobs.logs.getLogEvents(r -> r.logGroupName(GROUP).logStreamName(stream()).limit(2));
    assertThat(texts(tail)).containsExactly("line 4", "line 5");
    assertThat(texts(events(stream(), tail.nextBackwardToken(), 2)))
        .containsExactly("line 2", "line 3");
  }

  @Test
  void emptyPageMayHaveMoreToCome() throws Exception {
    jobs.cloud.incidents().emptyLogPages(true);
    Jobs.Container container = jobs.train(request("a"));
    container.work.log().accept("one");
    container.work.log().accept("two");
    List<List<String>> pages = new ArrayList<>();
    String token = null;
    String before;
    do {
      before = token;
      GetLogEventsResponse page = events(stream(), token, 1);
      pages.add(texts(page));
      token = page.nextForwardToken();
    } while (!token.equals(before));
    assertThat(pages)
        .containsExactly(List.of(), List.of("one"), List.of(), List.of("two"), List.of());
  }

  @Test
  void streamsAreOfOneJobAndMoreThanOnePage() throws Exception {
    try (Jobs many = new Jobs(b -> b.quotas(100))) {
      for (String name : List.of("a", "ab")) {
        many.sagemaker.createTrainingJob(
            request(name)
                .resourceConfig(
                    m -> m.instanceType("ml.m5.large").instanceCount(name.equals("a") ? 60 : 1))
                .build());
      }
      many.pass(3);
      many.containers.forEach(one -> one.work.log().accept("hello"));
      List<String> names =
          many
              .logs
              .describeLogStreamsPaginator(
                  r -> r.logGroupName(GROUP).logStreamNamePrefix("a/").limit(50))
              .logStreams()
              .stream()
              .map(LogStream::logStreamName)
              .toList();
      assertThat(names).hasSize(60).allMatch(name -> name.startsWith("a/")).doesNotHaveDuplicates();
      assertThat(
              many.logs
                  .describeLogStreams(r -> r.logGroupName(GROUP).logStreamNamePrefix("a/"))
                  .logStreams())
          .hasSize(50);
    }
  }

  @Test
  void linesAreFilteredOverStreams() throws Exception {
    Jobs.Container container = jobs.train(request("a"));
    container.work.log().accept("ERROR in one");
    container.work.log().accept("fine");
    assertThat(
            jobs.logs.filterLogEvents(r -> r.logGroupName(GROUP).filterPattern("ERROR")).events())
        .singleElement()
        .satisfies(one -> assertThat(one.message()).isEqualTo("ERROR in one"));
  }

  @Test
  void groupsAndStreamsAreMadeWrittenAndDeleted() {
    jobs.logs.createLogGroup(r -> r.logGroupName("mine"));
    assertThatThrownBy(() -> jobs.logs.createLogGroup(r -> r.logGroupName("mine")))
        .hasMessageContaining("already exists");
    jobs.logs.createLogStream(r -> r.logGroupName("mine").logStreamName("s"));
    jobs.logs.putLogEvents(
        r ->
            r.logGroupName("mine")
                .logStreamName("s")
                .logEvents(InputLogEvent.builder().timestamp(1L).message("m").build()));
    assertThat(jobs.logs.getLogEvents(r -> r.logGroupName("mine").logStreamName("s")).events())
        .hasSize(1);
    assertThat(jobs.logs.describeLogGroups().logGroups()).hasSize(1);
    jobs.logs.deleteLogGroup(r -> r.logGroupName("mine"));
    assertThat(jobs.logs.describeLogGroups().logGroups()).isEmpty();
  }
}
