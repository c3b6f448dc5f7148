package dev.aloft.fake.aws;

import static dev.aloft.fake.aws.Jobs.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.fake.work.Images;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sagemaker.model.ListTrainingJobsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListTrainingJobsResponse;
import software.amazon.awssdk.services.sagemaker.model.TrainingJobSummary;

/** How training jobs are listed. */
class TrainingJobListsTest {

  private static List<String> names(ListTrainingJobsResponse page) {
    return page.trainingJobSummaries().stream().map(TrainingJobSummary::trainingJobName).toList();
  }

  private static List<List<String>> pages(
      Jobs jobs, Consumer<ListTrainingJobsRequest.Builder> query) {
    List<List<String>> pages = new ArrayList<>();
    String token = null;
    do {
      ListTrainingJobsRequest.Builder request = ListTrainingJobsRequest.builder().nextToken(token);
      query.accept(request);
      ListTrainingJobsResponse page = jobs.sagemaker.listTrainingJobs(request.build());
      pages.add(names(page));
      token = page.nextToken();
    } while (token != null);
    return pages;
  }

  private static void create(Jobs jobs, String... names) {
    for (String name : names) {
      jobs.sagemaker.createTrainingJob(request(name).build());
      jobs.cloud.clock().advance(Duration.ofSeconds(1));
    }
  }

  @Test
  void pagesAreTakenBeforeStatusesAreLookedAt() throws Exception {
    try (Jobs jobs = new Jobs()) {
      create(jobs, "a", "b", "c", "d");
      jobs.sagemaker.stopTrainingJob(r -> r.trainingJobName("a"));
      jobs.pass(1);
      assertThat(pages(jobs, r -> r.statusEquals("Stopped").maxResults(2)))
          .containsExactly(List.of(), List.of("a"));
      assertThat(pages(jobs, r -> r.maxResults(3)))
          .containsExactly(List.of("d", "c", "b"), List.of("a"));
      assertThat(pages(jobs, r -> r.maxResults(4))).containsExactly(List.of("d", "c", "b", "a"));
    }
  }

  @Test
  void listsAreOrderedAndNarrowed() throws Exception {
    try (Jobs jobs = new Jobs()) {
      create(jobs, "b-1", "a-1", "c-2");
      Instant middle = jobs.describe("a-1").creationTime();
      assertThat(pages(jobs, r -> r.sortBy("Name").sortOrder("Ascending").maxResults(2)))
          .containsExactly(List.of("a-1", "b-1"), List.of("c-2"));
      assertThat(pages(jobs, r -> r.sortBy("Name").sortOrder("Descending").maxResults(2)))
          .containsExactly(List.of("c-2", "b-1"), List.of("a-1"));
      assertThat(pages(jobs, r -> r.sortOrder("Ascending").maxResults(2)))
          .containsExactly(List.of("b-1", "a-1"), List.of("c-2"));
      assertThat(pages(jobs, r -> r.nameContains("-1").maxResults(1)))
          .containsExactly(List.of("a-1"), List.of("b-1"));
      assertThat(pages(jobs, r -> r.creationTimeAfter(middle))).containsExactly(List.of("c-2"));
      assertThat(pages(jobs, r -> r.creationTimeBefore(middle))).containsExactly(List.of("b-1"));
      jobs.sagemaker.stopTrainingJob(r -> r.trainingJobName("b-1"));
      assertThat(pages(jobs, r -> r.sortBy("Status").sortOrder("Descending").maxResults(1)))
          .containsExactly(List.of("b-1"), List.of("c-2"), List.of("a-1"));
      Instant stop = jobs.describe("b-1").lastModifiedTime();
      assertThat(pages(jobs, r -> r.lastModifiedTimeAfter(stop.minusMillis(1)).maxResults(1)))
          .containsExactly(List.of(), List.of(), List.of("b-1"));
    }
  }

  @Test
  void pageIsTenAndTheNextGoesOnWhereItEndedWhateverCameMeanwhile() throws Exception {
    try (Jobs jobs = new Jobs()) {
      for (int i = 10; i < 22; i++) {
        create(jobs, "job-" + i);
      }
      ListTrainingJobsResponse first = jobs.sagemaker.listTrainingJobs();
      assertThat(first.trainingJobSummaries()).hasSize(10);
      create(jobs, "new");
      assertThat(names(jobs.sagemaker.listTrainingJobs(r -> r.nextToken(first.nextToken()))))
          .containsExactly("job-11", "job-10");
      assertThatThrownBy(
              () ->
                  jobs.sagemaker.listTrainingJobs(
                      r -> r.nextToken(first.nextToken()).nameContains("x")))
          .hasMessageContaining("NextToken");
      assertThatThrownBy(() -> jobs.sagemaker.listTrainingJobs(r -> r.nextToken("bm9uZQ")))
          .hasMessageContaining("NextToken");
      assertThatThrownBy(() -> jobs.sagemaker.listTrainingJobs(r -> r.maxResults(101)))
          .hasMessageContaining("maxResults");
    }
  }

  @Test
  void listsAreThrottledAtTwoASecond() throws Exception {
    try (Jobs jobs = new Jobs(b -> b.rate("sagemaker:ListTrainingJobs", 2))) {
      jobs.sagemaker.listTrainingJobs();
      jobs.sagemaker.listTrainingJobs();
      assertThatThrownBy(() -> jobs.sagemaker.listTrainingJobs())
          .hasMessageContaining("Rate exceeded");
      jobs.cloud.clock().advance(Duration.ofSeconds(1));
      jobs.sagemaker.listTrainingJobs();
    }
  }

  @Test
  void thousandsOfJobsEndAndAreListed() throws Exception {
    int count = Integer.getInteger("aloft.test.jobs", 500);
    try (Jobs jobs =
        new Jobs(
            b ->
                b.quotas(count)
                    .timetable(Timetable.instant())
                    .images(new Images().training(Jobs.IMAGE::equals, Jobs.instant(0))))) {
      for (int i = 0; i < count; i++) {
        jobs.sagemaker.createTrainingJob(request("job-" + i).build());
      }
      jobs.cloud.settle();
      Set<String> listed = new HashSet<>();
      for (List<String> page : pages(jobs, r -> r.maxResults(100).statusEquals("Completed"))) {
        listed.addAll(page);
      }
      assertThat(listed).hasSize(count);
    }
  }
}
