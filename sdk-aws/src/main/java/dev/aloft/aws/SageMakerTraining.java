package dev.aloft.aws;

import dev.aloft.driver.DriverContext;
import dev.aloft.driver.LogLine;
import dev.aloft.driver.LogPage;
import dev.aloft.driver.ObjectStore;
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
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.Problems;
import dev.aloft.training.Metric;
import dev.aloft.training.TrainingJob;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sagemaker.model.CreateTrainingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.StopTrainingJobRequest;

/**
 * Training jobs of SageMaker. The service refuses a second job of the same name, also of one that
 * has ended. Thread-safe.
 */
final class SageMakerTraining implements RunDriver<TrainingJob> {
  private static final Logger LOG = LoggerFactory.getLogger(SageMakerTraining.class);
  private static final String LOG_GROUP = "/aws/sagemaker/TrainingJobs";
  private static final Pattern HOST = Pattern.compile("^[^/]+/(.+?)(-[0-9]{6,})?$");
  private static final String OUTPUTS = "aloft/outputs";

  private final DriverContext context;
  private final AwsClients clients;
  private final AwsSender sender;
  private final ObjectStore staging;
  private final TrainingChecks checks;
  private final TrainingUploads uploads;
  private final TrainingRequests requests;
  private final ChannelSources sources;
  private final TrainingListing listing;
  private final CloudWatchLogs logs;
  private final TrainedModel models;
  private final Jobs jobs;
  private final ResourceTags tags;

  SageMakerTraining(DriverContext context, AwsClients clients, ObjectStore staging) {
    this.context = context;
    this.clients = clients;
    this.sender = new AwsSender(context, clients.config());
    this.staging = staging;
    this.jobs = new Jobs(clients.config());
    this.tags = new ResourceTags(context.timing(), staging, sender, clients);
    this.checks = new TrainingChecks(jobs);
    this.uploads = new TrainingUploads(jobs);
    this.requests = new TrainingRequests(jobs);
    this.sources = new ChannelSources(context, staging);
    this.listing = new TrainingListing(context, clients);
    this.logs = new CloudWatchLogs(context, clients, SageMakerTraining::host);
    this.models = new TrainedModel(context);
  }

  @Override
  public Repeat repeat() {
    return Repeat.BY_NAME;
  }

  @Override
  public Duration lag() {
    return ResourceTags.LAG;
  }

  @Override
  public void check(TrainingJob job, Problems problems) {
    checks.check(job, problems);
  }

  @Override
  public List<Upload> uploads(TrainingJob job) {
    return uploads.of(job);
  }

  @Override
  public Optional<RunRef> find(RunKey key) {
    try {
      return Optional.of(ref(job(key.runName()).trainingJobName()));
    } catch (AloftException e) {
      if (e.code() == ErrorCode.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public RunRef create(Prepared<TrainingJob> prepared) {
    String name = prepared.key().runName();
    CreateTrainingJobRequest.Builder request =
        requests.create(prepared, S3Uri.of(staging.uri(OUTPUTS)), sources.of(prepared));
    warnOfOldImage(jobs.image(prepared.job()));
    sender.write(
        "CreateTrainingJob",
        name,
        request,
        create -> clients.control().createTrainingJob(create.build()));
    return ref(name);
  }

  private void warnOfOldImage(String image) {
    LocalDate today = LocalDate.ofInstant(context.timing().now(), ZoneOffset.UTC);
    ImageCatalogue.current()
        .endOfPatch(image)
        .filter(today::isAfter)
        .ifPresent(
            end ->
                LOG.warn(
                    "The image {} gets no patches since {}; choose another by"
                        + " SageMaker.IMAGE_VERSION, SageMaker.FRAMEWORK, or with its full address"
                        + " by Script.image",
                    image,
                    end));
  }

  @Override
  public Map<String, String> ownership(RunRef run) {
    return ownership(describe(run));
  }

  @Override
  public Map<String, String> ownership(RunStatus described) {
    Instant created = described.created();
    return tags.of(TrainingStatuses.arn(described), created == null ? Instant.EPOCH : created);
  }

  @Override
  public Sweep sweep(Watched watched) {
    return listing.sweep(watched);
  }

  @Override
  public RunStatus describe(RunRef run) {
    return TrainingStatuses.of(job(run.vendorId()));
  }

  private DescribeTrainingJobResponse job(String name) {
    DescribeTrainingJobRequest.Builder request =
        DescribeTrainingJobRequest.builder().trainingJobName(name);
    return sender.read(
        "DescribeTrainingJob",
        name,
        request,
        describe -> clients.polling().describeTrainingJob(describe.build()));
  }

  @Override
  public void cancel(RunRef run) {
    StopTrainingJobRequest.Builder request =
        StopTrainingJobRequest.builder().trainingJobName(run.vendorId());
    try {
      sender.read(
          "StopTrainingJob",
          run.runName(),
          request,
          stop -> clients.control().stopTrainingJob(stop.build()));
    } catch (AloftException e) {
      if (e.effect() != Effect.DONE) {
        throw e;
      }
    }
  }

  @Override
  public LogPage logs(RunRef run, @Nullable String cursor) {
    LogPage page = logs.page(LOG_GROUP, run.vendorId() + "/", cursor);
    return new LogPage(TrainingMetrics.withMarks(page.lines()), page.cursor(), page.caughtUp());
  }

  @Override
  public List<LogLine> tail(RunRef run, int lines) {
    return logs.tail(LOG_GROUP, run.vendorId() + "/", lines);
  }

  /** The host of a stream {@code job/algo-1-1700000000}. */
  private static String host(String stream) {
    Matcher parts = HOST.matcher(stream);
    return parts.matches() ? parts.group(1) : stream;
  }

  @Override
  public Outputs outputs(RunStatus described) {
    Map<String, String> facts = described.facts();
    return OutputFacts.place(described)
        .map(
            place -> {
              TrainingOutputs found = new TrainingOutputs(place, context.store(place.toString()));
              if (found.hasModelFiles() && described.state().isTerminal()) {
                describeModel(place.child("output/model").toString(), facts);
              }
              // of several machines' metrics only one file is kept, so that the log says more
              return found.outputs(OutputFacts.isOneMachine(facts));
            })
        .orElse(new Outputs(Map.of()));
  }

  private void describeModel(String model, Map<String, String> facts) {
    OutputFacts.manifest(facts)
        .ifPresent(known -> models.describe(context.store(model), known, OutputFacts.runId(facts)));
  }

  @Override
  public List<Metric> metrics(RunRef run) {
    return TrainingMetrics.last(job(run.vendorId()));
  }

  @Override
  public Page<RunStatus> list(@Nullable String group, @Nullable String cursor) {
    return listing.page(group, cursor);
  }

  private static RunRef ref(String name) {
    return new RunRef(name, name);
  }
}
