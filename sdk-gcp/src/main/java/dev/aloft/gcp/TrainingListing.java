package dev.aloft.gcp;

import com.google.cloud.aiplatform.v1.CustomJob;
import com.google.cloud.aiplatform.v1.JobState;
import com.google.cloud.aiplatform.v1.ListCustomJobsRequest;
import com.google.cloud.aiplatform.v1.ListCustomJobsResponse;
import com.google.protobuf.FieldMask;
import com.google.protobuf.util.Timestamps;
import dev.aloft.driver.Page;
import dev.aloft.driver.RunRef;
import dev.aloft.driver.RunStatus;
import dev.aloft.driver.Sweep;
import dev.aloft.driver.Watched;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Many jobs with one request. Thread-safe. */
final class TrainingListing {
  private static final int PAGE = 100;

  /** A tenth of what the service takes in a minute from a project and region. */
  private static final Duration NEXT_PAGE = Duration.ofSeconds(1);

  /** Words that are not known here are no ends, and are listed. */
  private static final String GOES_ON =
      Stream.of(JobState.values())
          .filter(state -> TrainingStates.state(state).isTerminal())
          .map(state -> " AND state!=\"" + state.name() + "\"")
          .collect(Collectors.joining());

  private static final FieldMask SHORT =
      FieldMask.newBuilder()
          .addPaths("name")
          .addPaths("state")
          .addPaths("create_time")
          .addPaths("labels")
          .build();

  private final GcpClients clients;
  private final VertexSender sender;

  TrainingListing(GcpClients clients, VertexSender sender) {
    this.clients = clients;
    this.sender = sender;
  }

  /**
   * A page of Aloft's jobs since the oldest watched one that have not ended; the last when all of
   * the watched were seen. What has ended meanwhile is what no page shows.
   */
  Sweep sweep(Watched watched) {
    Map<String, RunRef> wanted = new HashMap<>();
    Set<String> groups = new HashSet<>();
    for (RunRef run : watched.runs()) {
      wanted.put(run.vendorId(), run);
      groups.add(group(run.runName()));
    }
    Place place = Place.parse(watched.cursor());
    String filter =
        "create_time>=\""
            + watched.oldest().truncatedTo(ChronoUnit.SECONDS)
            + "\" AND "
            + (groups.size() == 1
                ? Labels.filter(Labels.GROUP, groups.iterator().next())
                : "labels." + Labels.RUN + ":*")
            + GOES_ON;
    ListCustomJobsResponse page = list(filter, place.token());
    List<RunStatus> seen = new ArrayList<>();
    for (CustomJob job : page.getCustomJobsList()) {
      if (wanted.containsKey(TrainingStatuses.id(job.getName()))) {
        seen.add(TrainingStatuses.listed(job));
      }
    }
    int all = place.seen() + seen.size();
    boolean done = page.getNextPageToken().isEmpty() || all >= wanted.size();
    return done
        ? new Sweep(seen, Set.of(), null, null)
        : new Sweep(seen, Set.of(), new Place(page.getNextPageToken(), all).text(), NEXT_PAGE);
  }

  private static String group(String runName) {
    int hyphen = runName.lastIndexOf('-');
    return hyphen < 1 ? runName : runName.substring(0, hyphen);
  }

  /** Runs of a group, or all that Aloft has made, newest first. */
  Page<RunStatus> page(@Nullable String group, @Nullable String cursor) {
    ListCustomJobsResponse page =
        list(
            group == null ? "labels." + Labels.RUN + ":*" : Labels.filter(Labels.GROUP, group),
            cursor);
    String next = page.getNextPageToken();
    return new Page<>(
        page.getCustomJobsList().stream().map(TrainingStatuses::listed).toList(),
        next.isEmpty() ? null : next);
  }

  /** The oldest job of a run's name, in whatever order the service lists them. */
  Optional<CustomJob> oldest(String runName) {
    List<CustomJob> all = new ArrayList<>();
    String token = "";
    do {
      ListCustomJobsResponse page = list(Labels.filter(Labels.RUN, runName), token);
      all.addAll(page.getCustomJobsList());
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return all.stream()
        .min(
            Comparator.comparing(CustomJob::getCreateTime, Timestamps.comparator())
                .thenComparing(CustomJob::getName));
  }

  private ListCustomJobsResponse list(String filter, @Nullable String token) {
    ListCustomJobsRequest.Builder request =
        ListCustomJobsRequest.newBuilder()
            .setParent(clients.config().parent())
            .setFilter(filter)
            .setPageSize(PAGE)
            .setReadMask(SHORT);
    if (token != null) {
      request.setPageToken(token);
    }
    return sender.read(
        "ListCustomJobs", "", request, () -> clients.jobs().listCustomJobsCallable());
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
