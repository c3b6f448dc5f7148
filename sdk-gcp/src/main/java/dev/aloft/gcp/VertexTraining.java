package dev.aloft.gcp;

import com.google.cloud.aiplatform.v1.CancelCustomJobRequest;
import com.google.cloud.aiplatform.v1.CreateCustomJobRequest;
import com.google.cloud.aiplatform.v1.CustomJob;
import com.google.cloud.aiplatform.v1.GetCustomJobRequest;
import dev.aloft.driver.DriverContext;
import dev.aloft.driver.LogLine;
import dev.aloft.driver.LogPage;
import dev.aloft.driver.Outputs;
import dev.aloft.driver.Page;
import dev.aloft.driver.Prepared;
import dev.aloft.driver.Repeat;
import dev.aloft.driver.RunDriver;
import dev.aloft.driver.RunKey;
import dev.aloft.driver.RunRef;
import dev.aloft.driver.RunStatus;
import dev.aloft.driver.Sweep;
import dev.aloft.driver.Upload;
import dev.aloft.driver.Watched;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.Problems;
import dev.aloft.training.TrainingJob;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Custom jobs of Vertex AI. The service knows neither names nor tokens: a run is found again by its
 * label, and core claims it before it is created. Thread-safe.
 */
final class VertexTraining implements RunDriver<TrainingJob> {
  private static final Logger LOG = LoggerFactory.getLogger(VertexTraining.class);
  private static final String OUTPUTS = "aloft/outputs/";

  /** No lag is promised or denied; a list is given this long to show what was made. */
  static final Duration LAG = Duration.ofSeconds(60);

  private final DriverContext context;
  private final GcpClients clients;
  private final VertexSender sender;
  private final GcsStore staging;
  private final BucketPlace place;
  private final WorkSettings jobs;
  private final TrainingChecks checks;
  private final TrainingRequests requests;
  private final TrainingListing listing;
  private final TrainingOutputs outputs;
  private final VertexLogs logs;
  private final GoingOn goingOn;

  VertexTraining(DriverContext context, GcpClients clients, GcsStore staging) {
    this.context = context;
    this.clients = clients;
    this.sender = new VertexSender(context, clients.errors());
    this.staging = staging;
    this.place = new BucketPlace(clients.config(), staging);
    this.jobs = new WorkSettings(clients.config());
    this.checks = new TrainingChecks(jobs);
    this.requests = new TrainingRequests(jobs);
    this.listing = new TrainingListing(clients, sender);
    this.outputs = new TrainingOutputs(context);
    this.logs = new VertexLogs(context, clients, VertexLogs.Kind.JOB);
    this.goingOn = new GoingOn(context.timing());
  }

  @Override
  public Repeat repeat() {
    return Repeat.AFTER_FIND;
  }

  @Override
  public Duration lag() {
    return LAG;
  }

  @Override
  public void check(TrainingJob job, Problems problems) {
    checks.check(job, problems);
  }

  @Override
  public List<Upload> uploads(TrainingJob job) {
    return TrainingUploads.of(job);
  }

  /** Of several jobs of one name, the oldest: the newer ones are cancelled by whoever sees them. */
  @Override
  public Optional<RunRef> find(RunKey key) {
    return listing.oldest(key.runName()).map(TrainingStatuses::run);
  }

  @Override
  public RunRef create(Prepared<TrainingJob> prepared) {
    place.check();
    String name = prepared.key().runName();
    CustomJob job = requests.create(prepared, GcsUri.of(staging.uri(OUTPUTS + name)));
    jobs.image(prepared.job())
        .flatMap(this::caution)
        .ifPresent(what -> LOG.warn("Run {}: {}", name, what));
    CustomJob created =
        sender.submit(
            "CreateCustomJob",
            name,
            CreateCustomJobRequest.newBuilder()
                .setParent(clients.config().parent())
                .setCustomJob(job),
            () -> clients.jobs().createCustomJobCallable());
    goingOn.made(TrainingStatuses.listed(created));
    return new RunRef(name, TrainingStatuses.id(created.getName()));
  }

  private Optional<String> caution(String image) {
    return ImageCatalogue.caution(
        image, LocalDate.ofInstant(context.timing().now(), ZoneOffset.UTC));
  }

  @Override
  public Map<String, String> ownership(RunRef run) {
    Map<String, String> tags = new HashMap<>(job(run).getLabelsMap());
    tags.keySet().removeIf(key -> !key.startsWith("aloft-"));
    return tags;
  }

  @Override
  public Sweep sweep(Watched watched) {
    Sweep swept = listing.sweep(watched);
    swept.seen().forEach(goingOn::saw);
    return swept;
  }

  @Override
  public RunStatus describe(RunRef run) {
    RunStatus described = TrainingStatuses.of(job(run), this::caution);
    goingOn.saw(described);
    return described;
  }

  private CustomJob job(RunRef run) {
    return sender.read(
        "GetCustomJob",
        run.runName(),
        GetCustomJobRequest.newBuilder().setName(name(run)),
        () -> clients.jobs().getCustomJobCallable());
  }

  private String name(RunRef run) {
    return clients.config().parent() + "/customJobs/" + run.vendorId();
  }

  @Override
  public void cancel(RunRef run) {
    try {
      sender.write(
          "CancelCustomJob",
          run.runName(),
          CancelCustomJobRequest.newBuilder().setName(name(run)),
          () -> clients.jobs().cancelCustomJobCallable());
    } catch (AloftException e) {
      boolean over = e.code() == ErrorCode.INVALID_REQUEST && describe(run).state().isTerminal();
      if (!over) {
        throw e;
      }
    }
  }

  @Override
  public LogPage logs(RunRef run, @Nullable String cursor) {
    String id = run.vendorId();
    return logs.page(
        id, cursor, () -> created(run), () -> goingOn.knows(id) || mayPrint(describe(run)));
  }

  private @Nullable Instant created(RunRef run) {
    Instant known = goingOn.created(run.vendorId());
    return known == null ? describe(run).created() : known;
  }

  private boolean mayPrint(RunStatus described) {
    return !described.state().isTerminal() || logRest(described).compareTo(VertexLogs.ROUNDED) > 0;
  }

  @Override
  public Duration logRest(RunStatus ended) {
    return logs.rest(TrainingStatuses.ended(ended));
  }

  @Override
  public List<LogLine> tail(RunRef run, int lines) {
    return logs.tail(run.vendorId(), created(run), lines);
  }

  @Override
  public Outputs outputs(RunStatus described) {
    return outputs.of(described);
  }

  @Override
  public Page<RunStatus> list(@Nullable String group, @Nullable String cursor) {
    return listing.page(group, cursor);
  }
}
