package dev.aloft.aws;

import dev.aloft.driver.DriverContext;
import dev.aloft.driver.Page;
import dev.aloft.driver.RunRef;
import dev.aloft.driver.RunStatus;
import dev.aloft.driver.Sweep;
import dev.aloft.driver.Watched;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.ListTrainingJobsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListTrainingJobsResponse;
import software.amazon.awssdk.services.sagemaker.model.TrainingJobSummary;

/**
 * Many jobs with one request. The service filters by state after it has cut pages, so that is done
 * here. Thread-safe.
 */
final class TrainingListing {
  private static final int PAGE = 100;
  private static final Duration NEXT_PAGE = Duration.ofSeconds(1);
  private static final int LONGEST_FILTER = 63;
  private static final Pattern OURS =
      Pattern.compile("([a-z](?:-?[a-z0-9])*)-(?:[a-z0-9]{8}|[a-z0-9]{16})");

  private final DriverContext context;
  private final AwsClients clients;
  private final AwsSender sender;

  TrainingListing(DriverContext context, AwsClients clients) {
    this.context = context;
    this.clients = clients;
    this.sender = new AwsSender(context, clients.config());
  }

  /** A page of the jobs since the oldest watched one; the last when all of them were seen. */
  Sweep sweep(Watched watched) {
    Map<String, RunRef> wanted = new HashMap<>();
    watched.runs().forEach(run -> wanted.put(run.vendorId(), run));
    Place place = Place.parse(watched.cursor());
    ListTrainingJobsRequest.Builder request =
        newestFirst(commonStart(wanted.keySet()), place.token())
            .creationTimeAfter(watched.oldest());
    ListTrainingJobsResponse page = list(request, clients.polling());
    List<RunStatus> seen = new ArrayList<>();
    for (TrainingJobSummary job : page.trainingJobSummaries()) {
      if (wanted.containsKey(job.trainingJobName())) {
        seen.add(TrainingStatuses.of(job));
      }
    }
    int all = place.seen() + seen.size();
    boolean done = page.nextToken() == null || all >= wanted.size();
    return done
        ? new Sweep(seen, Set.of(), null, null)
        : new Sweep(seen, Set.of(), new Place(page.nextToken(), all).text(), NEXT_PAGE);
  }

  /** Runs of a group, or all that look like Aloft's, newest first. */
  Page<RunStatus> page(@Nullable String group, @Nullable String cursor) {
    ListTrainingJobsResponse page =
        list(newestFirst(group == null ? "" : group + "-", cursor), clients.control());
    List<RunStatus> runs = new ArrayList<>();
    for (TrainingJobSummary job : page.trainingJobSummaries()) {
      var name = OURS.matcher(job.trainingJobName());
      if (name.matches() && (group == null || group.equals(name.group(1)))) {
        runs.add(TrainingStatuses.of(job));
      }
    }
    return new Page<>(runs, page.nextToken());
  }

  private static ListTrainingJobsRequest.Builder newestFirst(
      String nameContains, @Nullable String token) {
    return ListTrainingJobsRequest.builder()
        .sortBy("CreationTime")
        .sortOrder("Descending")
        .maxResults(PAGE)
        .nameContains(nameContains.isEmpty() ? null : nameContains)
        .nextToken(token);
  }

  private ListTrainingJobsResponse list(
      ListTrainingJobsRequest.Builder request, SageMakerClient client) {
    return sender.send(
        context.call("ListTrainingJobs", "").bucket(AwsRates.LIST_JOBS).repeatable(),
        request,
        list -> client.listTrainingJobs(list.build()));
  }

  /** What all names start with, which makes the listing short. */
  static String commonStart(Set<String> names) {
    String common = null;
    for (String name : names) {
      common = common == null ? name : common(common, name);
    }
    String start = common == null ? "" : common;
    return start.substring(0, Math.min(start.length(), LONGEST_FILTER));
  }

  private static String common(String one, String other) {
    int length = 0;
    while (length < Math.min(one.length(), other.length())
        && one.charAt(length) == other.charAt(length)) {
      length++;
    }
    return one.substring(0, length);
  }

  /** How far a round of the sweep is: how many were seen, and the service's token. */
  private record Place(@Nullable String token, int seen) {
    static Place parse(@Nullable String text) {
      if (text == null) {
        return new Place(null, 0);
      }
      int colon = text.indexOf(':');
      return new Place(text.substring(colon + 1), Integer.parseInt(text.substring(0, colon)));
    }

    String text() {
      return seen + ":" + token;
    }
  }
}
